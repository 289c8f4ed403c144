namespace EventDicom.Api.DicomWeb;

/// <summary><c>POST /dicom-web/studies</c> (PS3.18 section 10.5, STOW-RS): stores instances of any studies.</summary>
public sealed class StoreEndpoint(StoreRequest store) : DicomWebEndpoint
{
    public override void Configure()
    {
        Post($"{Root}/studies");
        Describe(Allow.Upload, "Store instances").Named("storeDicomWebInstances").Reads(Shape.Binary, ModelTypes.Multipart)
            .Answers(Shape.AnyMembers, "What became of each of them", ModelTypes.Json).AnswersText("The same", ModelTypes.Xml)
            .Answers(Shape.AnyMembers, "Some of them were refused", ModelTypes.Json, StatusCodes.Status202Accepted);
    }

    public override Task HandleAsync(CancellationToken ct) => store.AnswerAsync(HttpContext, study: null, Origin, ct);
}
