using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary><c>GET /instances/{id}/header</c>: the file meta information, group 0002.</summary>
public sealed class HeaderEndpoint(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/instances/{id}/header");
        Describe(Allow.View, "Read the meta information of the file").Takes(Argument.Format).Answers(Shape.Named("Tags"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is not { } file)
        {
            await NotAnsweredAsync();
            return;
        }

        var format = TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Full);
        using var answer = JsonAnswer.To(HttpContext.Response);
        await files.UseAsync(file.Stored, dicom =>
        {
            DicomJson.WriteHeader(answer.Writer, dicom.FileMetaInfo, format, shown);
            return true;
        }, ct);
        await answer.SendAsync();
    }
}
