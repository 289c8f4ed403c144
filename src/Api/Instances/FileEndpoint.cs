using EventDicom.Api.Images;
using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary><c>GET /instances/{id}/file</c>: the stored bytes, whole or a range of them; with <c>?transcode=</c> the instance in another transfer syntax.</summary>
public sealed class FileEndpoint(ResourceQueries queries, InstanceFiles files, TranscodedFiles transcoded) : OrthancEndpoint
{
    public override void Configure() => Get("/instances/{id}/file");

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is not { } file) await NotAnsweredAsync();
        else if (HttpContext.Request.Query["transcode"].ToString() is { Length: > 0 } syntax)
            await transcoded.AnswerAsync(HttpContext, file, DicomTransferSyntax.Lookup(TransferSyntaxes.Require(syntax)), ct);
        else await StoredBytes.AnswerAsync(HttpContext, file, files.Open(file));
    }
}
