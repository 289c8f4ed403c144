using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/frames</c>: the numbers of the frames that are there; an instance without pixels has frame 0, as for
/// Orthanc.</summary>
public sealed class FrameListEndpoint(ResourceQueries queries, StoredFiles files) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/instances/{id}/frames");
        Describe(Allow.View, "List the numbers of the frames of one {level}").Answers(Shape.ArrayOf(Shape.Whole));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var count = await files.CountFramesAsync(file.Stored, ct);
        await AnswerArrayAsync(Enumerable.Range(0, count).ToAsyncEnumerable(), (json, frame) => json.WriteNumberValue(frame), ct);
    }
}
