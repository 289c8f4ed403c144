using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventDicom.Api.Configuration;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Ohif;

/// <summary>
/// Serves the OHIF viewer at <see cref="Root"/>, from the folder that <see cref="EventDicomOptions.Ohif"/> names, with a configuration that
/// points at the DICOMweb of this server. Paths of which OHIF has no file are its own pages, as <c>/ohif/viewer?StudyInstanceUIDs=</c>.
/// </summary>
public sealed partial class OhifViewer : IDisposable
{
    /// <summary>Where Orthanc's plugin of that name has it, too.</summary>
    public const string Root = "/ohif";

    public const string PluginName = "ohif";

    private const string IndexName = "index.html";
    private const string Gzip = "gzip";

    // Its threads share memory, which browsers allow to pages that are closed to all others (WHATWG HTML, cross-origin isolation).
    private const string OpenerPolicy = "same-origin", EmbedderPolicy = "require-corp";

    private const string ForEver = "public, max-age=31536000, immutable", AskAgain = "no-cache";

    private readonly PhysicalFileProvider? _files;
    private readonly FileExtensionContentTypeProvider _types = new();
    private readonly byte[] _index = [], _config = [];

    public OhifViewer(OrthancConfiguration configuration, ILogger<OhifViewer> logger)
    {
        var folder = configuration.EventDicom.Ohif;
        if (folder.Length == 0) return;
        if (!configuration.DicomWeb.Enable)
        {
            Log.NoDicomWebForOhif(logger);
            return;
        }

        var index = Path.Combine(folder, IndexName);
        var page = File.Exists(index) ? File.ReadAllBytes(index) : [];
        if (page.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{Root}/\"")) < 0)
        {
            Log.NoOhif(logger, folder, Root);
            return;
        }
        _files = new(Path.GetFullPath(folder));
        _types.Mappings[".mjs"] = "text/javascript";
        _index = page;
        _config = Encoding.UTF8.GetBytes(Config(configuration.DicomWeb));
    }

    /// <summary>Whether there is a viewer to be served.</summary>
    public bool IsThere => _files is not null;

    /// <summary>A middleware.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (_files is null || !HttpMethods.IsGet(request.Method)
            || !request.Path.StartsWithSegments(Root, StringComparison.Ordinal, out var rest)) return next(context);

        var headers = context.Response.Headers;
        headers["Cross-Origin-Opener-Policy"] = OpenerPolicy;
        headers["Cross-Origin-Embedder-Policy"] = EmbedderPolicy;
        headers["Cross-Origin-Resource-Policy"] = OpenerPolicy;
        headers.CacheControl = AskAgain;
        return rest.Value?.TrimStart('/') switch
        {
            null or "" or IndexName => SendAsync(context, _index, "text/html; charset=utf-8"),
            "app-config.js" => SendAsync(context, _config, "text/javascript; charset=utf-8"),
            // It would keep old files of the viewer for people who have a new one.
            "init-service-worker.js" => SendAsync(context, [], "text/javascript; charset=utf-8"),
            var name when _files.GetFileInfo(name) is { Exists: true } file => SendAsync(context, name, file),
            var name when Path.HasExtension(name) => next(context),
            _ => SendAsync(context, _index, "text/html; charset=utf-8"),
        };
    }

    public void Dispose() => _files?.Dispose();

    private Task SendAsync(HttpContext context, string name, IFileInfo file)
    {
        if (HashedName.IsMatch(file.Name)) context.Response.Headers.CacheControl = ForEver;
        if (!_types.TryGetContentType(name, out var type)) type = "application/octet-stream";
        var etag = new EntityTagHeaderValue($"\"{file.LastModified.Ticks:x}-{file.Length:x}\"");
        var packed = _files!.GetFileInfo($"{name}.gz");
        if (packed.Exists)
        {
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (AcceptsGzip(context.Request))
            {
                context.Response.Headers.ContentEncoding = Gzip;
                (file, etag) = (packed, new($"\"{packed.LastModified.Ticks:x}-{packed.Length:x}\""));
            }
        }
        return TypedResults.PhysicalFile(file.PhysicalPath!, type, fileDownloadName: null, file.LastModified, etag).ExecuteAsync(context);
    }

    private static Task SendAsync(HttpContext context, byte[] text, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = text.Length;
        return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(one => one.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    private static string Config(DicomWebOptions dicomWeb)
    {
        string Address(string path) => $"window.location.origin + {JsonSerializer.Serialize(path)}";
        return $$"""
            window.config = {
              name: 'EventDicom',
              routerBasename: '{{Root}}',
              extensions: [],
              modes: [],
              customizationService: {},
              showStudyList: true,
              maxNumberOfWebWorkers: 3,
              showWarningMessageForCrossOrigin: true,
              showCPUFallbackMessage: true,
              showLoadingIndicator: true,
              strictZSpacingForVolumeViewport: true,
              defaultDataSourceName: 'dicomweb',
              dataSources: [
                {
                  namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
                  sourceName: 'dicomweb',
                  configuration: {
                    friendlyName: 'EventDicom',
                    name: 'EventDicom',
                    wadoUriRoot: {{Address(dicomWeb.WadoRoot)}},
                    qidoRoot: {{Address(dicomWeb.PublicRoot)}},
                    wadoRoot: {{Address(dicomWeb.PublicRoot)}},
                    qidoSupportsIncludeField: true,
                    supportsFuzzyMatching: true,
                    supportsWildcard: true,
                    imageRendering: 'wadors',
                    thumbnailRendering: 'wadors',
                    enableStudyLazyLoad: true,
                    dicomUploadEnabled: true,
                    omitQuotationForMultipartRequest: true,
                    bulkDataURI: { enabled: true },
                  },
                },
              ],
            };

            """;
    }

    // Such a name stands for one content: 100.bundle.cb02411ce321d4e4.js, 0ddf166f7a343eda.wasm.
    [GeneratedRegex("(^|\\.)[0-9a-f]{16}\\.[a-z0-9]+$")]
    private static partial Regex HashedName { get; }
}
