using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET /wado</c> (PS3.18 section 9, WADO-URI): one instance by the arguments of the query, as a picture of its first frame or as its
/// file.
/// </summary>
public sealed class WadoUriEndpoint(ResourceQueries queries, StoredFiles files, RenderedFrames frames) : OrthancEndpoint
{
    private static readonly Argument[] s_arguments =
    [
        new("requestType", Shape.OneOf("WADO"), "Must be there"),
        new("objectUID", Shape.Text, "SOPInstanceUID"),
        new("studyUID", Shape.Text, "StudyInstanceUID"),
        new("seriesUID", Shape.Text, "SeriesInstanceUID"),
        new("contentType", Shape.OneOf("image/jpeg", "image/png", "application/dicom"), "What to answer with"),
    ];

    public override void Configure()
    {
        Get(DicomWebRoutes.Wado);
        Describe(Allow.Download, "Show one instance, or download its file").Named("getWado").Takes(s_arguments)
            .AnswersBytes("The picture", "image/jpeg", "image/png").AnswersBytes("The file", "application/dicom");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (HttpContext.Request.Query["requestType"] != "WADO" || await FindAsync(ct) is not { } file)
            throw new OrthancException(OrthancError.UnknownResource);

        switch (HttpContext.Request.Query["contentType"].ToString())
        {
            case "application/dicom":
                await StoredBytes.AnswerAsync(HttpContext, file, files.Open(file.Stored));
                break;
            case "" or "image/jpg" or RenderedView.Jpeg:
                await ShowAsync(file, isPng: false, ct);
                break;
            case RenderedView.Png:
                await ShowAsync(file, isPng: true, ct);
                break;
            default:
                throw new OrthancException(OrthancError.BadRequest, "\"contentType\" must be application/dicom, image/jpeg or image/png");
        }
    }

    private async Task ShowAsync(InstanceFile file, bool isPng, CancellationToken ct)
    {
        var view = new RenderedView(RenderedView.Standard, null, RenderedView.DefaultQuality, isPng, IsMultipart: false);
        try
        {
            await frames.AnswerAsync(HttpContext.Response, file.Stored, 0, view, isThumbnail: true, ct);
        }
        catch (UnreadableImageException unfit) when (unfit.Error == OrthancError.BadFileFormat)
        {
            // It is what is stored that is wrong, and not the request.
            throw new OrthancException(OrthancError.CorruptedFile, unfit.Message);
        }
    }

    // Study and series need not be named, but must be those of the instance.
    private async Task<InstanceFile?> FindAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var uid = query["objectUID"].ToString();
        if (uid.Length == 0) return null;
        await foreach (var found in queries.BySopInstanceUidAsync(uid, ct))
            if (Names("studyUID", found.Path.Study) && Names("seriesUID", found.Path.Series)) return found.File;
        return null;

        bool Names(string argument, string? own) => query[argument].ToString() is var named && (named.Length == 0 || named == own);
    }
}
