using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>
/// Orthanc's <c>ReadOnly</c>: what would change the archive is refused as Orthanc 1.13 refuses it, by 405 where the method is
/// gone, by error 17 where the route is, by 500 elsewhere. Reading, archives, jobs and settings go on.
/// </summary>
internal static class ReadOnlyArchive
{
    private static readonly string[] s_levels = ["patients", "studies", "series", "instances"];
    private static readonly string[] s_writing = ["modify", "anonymize", "split", "merge"];
    private static readonly string[] s_writingTools = ["bulk-modify", "bulk-anonymize", "create-dicom"];

    public static Task Refuse(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return next(context);

        var isPost = HttpMethods.IsPost(request.Method);
        switch ((request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["instances"] when isPost:
            case [var level, _] when !isPost && s_levels.Contains(level):
            case [var above, _, "labels" or "attachments" or "protected", ..] when !isPost && s_levels.Contains(above):
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.ContentLength = 0;
                return Task.CompletedTask;
            case ["tools", "bulk-delete" or "reconstruct"] when isPost:
            case [var rebuilt, _, "reconstruct"] when isPost && s_levels.Contains(rebuilt):
                throw new OrthancException(OrthancError.UnknownResource);
            case ["tools", var tool] when isPost && s_writingTools.Contains(tool):
            case [var changed, _, var verb] when isPost && s_levels.Contains(changed) && s_writing.Contains(verb):
            case [var compressed, _, "attachments", ..] when isPost && s_levels.Contains(compressed):
            case [var described, _, "metadata", ..] when s_levels.Contains(described):
            case ["storage-commitment", _, "remove"] when isPost:
            case ["changes" or "exports"] or ["worklists", ..]:
                throw new OrthancException(OrthancError.ReadOnly, "The archive is read-only");
            default:
                return next(context);
        }
    }
}
