using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/matlab</c>, also of each frame: the stored values as an expression of Octave and MATLAB.</summary>
public sealed class MatlabEndpoint(ResourceQueries queries, Frames frames) : OrthancEndpoint
{
    public override void Configure() => Get(ImageRequest.Routes("matlab"));

    public override async Task HandleAsync(CancellationToken ct)
    {
        var frame = HttpContext.Request.GetFrame();
        var file = await queries.FileAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var text = await frames.UseAsync(file, frame, image =>
        {
            var output = new MemoryStream();
            MatlabText.Write(image.Values(rescale: false), image.Width, image.Height, output);
            return output;
        }, ct);

        HttpContext.Response.ContentType = "text/plain";
        HttpContext.Response.ContentLength = text.Length;
        await HttpContext.Response.BodyWriter.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), ct);
    }
}
