namespace EventDicom.Api.Images;

/// <summary><c>GET /app/images/unsupported.png</c>: a picture that says that there is none.</summary>
public sealed class UnsupportedImageEndpoint : OrthancEndpoint
{
    public const string Route = "/app/images/unsupported.png";

    private const string Resource = "EventDicom.Api.Images.unsupported.png";

    public override void Configure()
    {
        Get(Route);
        Describe(Allow.View, "Show the picture that stands for images without a view").Named("getUnsupportedImage")
            .AnswersBytes("The picture", "image/png");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await using var picture = typeof(UnsupportedImageEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        HttpContext.Response.ContentType = "image/png";
        HttpContext.Response.ContentLength = picture.Length;
        await picture.CopyToAsync(HttpContext.Response.Body, ct);
    }
}
