namespace EventDicom.Api.DicomWeb;

/// <summary><c>POST /dicom-web/studies/{study}</c> (PS3.18 section 10.5, STOW-RS): stores instances of one study.</summary>
public sealed class StoreInStudyEndpoint(StoreRequest store) : DicomWebEndpoint
{
    public override void Configure()
    {
        Post(OfStudy);
        DescribeUids(Allow.Upload, "Store instances of one study").Named("storeDicomWebInstancesOfStudy")
            .Reads(Shape.Binary, ModelTypes.Multipart)
            .Answers(Shape.AnyMembers, "What became of each of them", ModelTypes.Json).AnswersText("The same", ModelTypes.Xml)
            .Answers(Shape.AnyMembers, "Some of them were refused", ModelTypes.Json, StatusCodes.Status202Accepted);
    }

    public override Task HandleAsync(CancellationToken ct) => store.AnswerAsync(HttpContext, Path.Study, Origin, ct);
}
