using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/matlab</c>, also of each frame: the stored values as an expression of Octave and MATLAB.</summary>
public sealed class MatlabEndpoint(ResourceQueries queries, StoredFiles files, SpoolFolder spools) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ImageRequest.Routes("matlab"));
        Describe(Allow.Download, "Read the pixels of one frame as a text for Matlab or Octave").AnswersText("The matrix");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (!HttpContext.Request.TryGetFrame(out var frame))
        {
            await NotAnsweredAsync();
            return;
        }

        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        using var text = spools.Open();
        await files.DecodeAsync(file.Stored, frame, DicomImage.MemoryForValues, image =>
        {
            MatlabText.Write(image.Values(rescale: false), image.Width, image.Height, text);
            return text;
        }, ct);
        await HttpContext.Response.SendAsync(text, "text/plain", ct);
    }
}
