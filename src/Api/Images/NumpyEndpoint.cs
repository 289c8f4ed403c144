using EventDicom.Api.Resources;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Series;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary>
/// <c>GET /instances/{id}/numpy</c> and <c>/series/{id}/numpy</c>: all frames as one array of four axes;
/// <c>/instances/{id}/frames/{n}/numpy</c>: one frame, three axes.
/// </summary>
public sealed class NumpyEndpoint(ResourceQueries queries, StoredFiles stored, SpoolFolder spools, TimeProvider time) : OrthancEndpoint
{
    public override void Configure()
    {
        Get([.. ImageRequest.Routes("numpy"), "/series/{id}/numpy"]);
        Describe(Allow.Download, "Read pixels as an array for NumPy")
            .Takes(new Argument("rescale", Shape.Flag.By(true), "Apply slope and intercept"),
                new Argument("compress", Shape.Flag.By(false), "Answer a compressed archive"))
            .AnswersBytes("An .npy file, or an .npz file", "application/octet-stream");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var request = HttpContext.Request;
        if (!request.TryGetFrame(out var frame))
        {
            await NotAnsweredAsync();
            return;
        }

        int? single = request.RouteValues.ContainsKey(ImageRequest.Frame) ? frame : null;
        var (rescale, compress) = (request.IsOn("rescale", absent: true), request.IsOn("compress"));
        var files = Level == ResourceLevel.Series
            ? await SlicesAsync(ct)
            : [(await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource)).Stored];

        await new NumpyAnswer(stored, spools, time, rescale, files, single).SendAsync(HttpContext.Response, compress, ct);
    }

    private async Task<IReadOnlyList<StoredFile>> SlicesAsync(CancellationToken ct)
    {
        await queries.DemandAsync(ResourceLevel.Series, Id, ct);
        var instances = new List<UnorderedSlice>();
        await foreach (var view in queries.RelatedAsync(ResourceLevel.Instance, ResourceLevel.Series, [Id], ct))
            instances.Add(new(view.Id, view.IndexInSeries, view.MainDicomTags));
        var (_, slices) = SliceOrder.Of(instances)
            ?? throw new OrthancException(OrthancError.InternalError, $"Unable to order the slices of series {Id}");

        var files = new Dictionary<string, StoredFile>();
        await foreach (var file in queries.FilesAsync(ResourceLevel.Series, Id, ct)) files[file.Id] = file.Stored;
        return [.. slices.Select(slice =>
            files.TryGetValue(slice.Id, out var file) ? file : throw new OrthancException(OrthancError.UnknownResource))];
    }
}
