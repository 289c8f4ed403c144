namespace EventDicom.Api.Images;

/// <summary><c>GET /instances/{id}/frames/{n}</c>: what can be asked of a frame. It must be a number; whether there is such a frame is not
/// looked at, as in Orthanc.</summary>
public sealed class FrameOperationsEndpoint : OrthancEndpoint
{
    private static readonly string[] s_operations =
        ["image-int16", "image-uint16", "image-uint8", "matlab", "numpy", "preview", "raw", "raw.gz", "rendered"];

    public override void Configure()
    {
        Get($"/instances/{{id}}/frames/{{{ImageRequest.Frame}}}");
        Describe(Allow.View, "List what can be read of one frame").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) =>
        HttpContext.Request.TryGetFrame(out _) ? HttpContext.Response.WriteOrthancJsonAsync(s_operations) : NotAnsweredAsync();
}
