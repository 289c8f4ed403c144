using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary><c>GET /instances/{id}/file</c>: the stored bytes, whole or a range of them.</summary>
public sealed class FileEndpoint(ResourceQueries queries, InstanceFiles files) : OrthancEndpoint
{
    public override void Configure() => Get("/instances/{id}/file");

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is { } file) await StoredBytes.AnswerAsync(HttpContext, file, files.Open(file));
        else await NotAnsweredAsync();
    }
}
