using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary><c>GET /instances/{id}/tags</c> and <c>/simplified-tags</c>: the data set in one of Orthanc's three shapes.</summary>
public sealed class TagsEndpoint(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown, DicomDictionary dictionary)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/instances/{id}/tags", "/instances/{id}/simplified-tags");
        Describe(Allow.View, "Read the data set").For("simplified-tags", Allow.View, "Read the data set by the names of its tags")
            .Takes(Argument.Format).Takes(Argument.IgnoreLength,
                new Argument("whole", Shape.Flag.By(false), "Read what comes after the pixels, too"))
            .Answers(Shape.Named("Tags"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is not { } file)
        {
            await NotAnsweredAsync();
            return;
        }

        var query = HttpContext.Request.Query;
        var format = Operation == "simplified-tags" ? DicomJsonFormat.Simplify : TagFormat.Of(query, DicomJsonFormat.Full);
        var whole = HttpContext.Request.IsOn("whole");
        var options = shown with { IgnoreLength = dictionary.IgnoredLengths(query), Whole = whole };
        // Written while there is memory for the data set, and sent when it is free again.
        using var answer = JsonAnswer.To(HttpContext.Response);
        await files.UseAsync(file.Stored, whole, dicom =>
        {
            DicomJson.Write(answer.Writer, dicom.Dataset, format, options);
            return true;
        }, ct);
        await answer.SendAsync();
    }
}
