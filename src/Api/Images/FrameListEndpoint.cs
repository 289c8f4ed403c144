using System.Globalization;
using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/frames</c>: the numbers of the frames, as many as the data set says, whatever its pixels are.</summary>
public sealed class FrameListEndpoint(ResourceQueries queries, InstanceFiles files) : OrthancEndpoint
{
    // More than any scanner makes; the list is answered without a look at the pixel data.
    private const int MostFrames = 10_000_000;

    public override void Configure() => Get("/instances/{id}/frames");

    public override async Task HandleAsync(CancellationToken ct)
    {
        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var dataset = (await files.ReadAsync(file, ct)).Dataset;
        var frames = dataset.TryGetString(DicomTag.NumberOfFrames, out var text)
            && int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : 1;
        if (frames > MostFrames) throw new OrthancException(OrthancError.BadFileFormat, $"The instance claims to have {frames} frames");
        await AnswerArrayAsync(Enumerable.Range(0, Math.Max(0, frames)).ToAsyncEnumerable(), (json, frame) => json.WriteNumberValue(frame), ct);
    }
}
