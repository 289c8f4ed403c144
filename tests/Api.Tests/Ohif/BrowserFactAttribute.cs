using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Ohif;

/// <summary>Needs Debian's Chromium and OHIF as <c>./run --with-ohif</c> fetches it; skipped where one is not there.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() =>
        Skip = TestServer.MissingLocal
            ?? (!File.Exists(Chromium) ? "Chromium is not installed (apt-get install chromium)"
            : !File.Exists(Path.Combine(Viewer, "index.html")) ? $"OHIF is not there (build/ohif.sh {Viewer})" : null);

    public static string Chromium => "/usr/bin/chromium";

    public static string Viewer => Path.Combine(SourceFolder.Root, "artifacts", "ohif");
}
