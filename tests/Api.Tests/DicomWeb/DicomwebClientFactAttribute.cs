using System.ComponentModel;
using System.Diagnostics;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>A test that needs Node.js and the npm package dicomweb-client, which viewers are built on; <c>./test</c> installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DicomwebClientFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_node = new(HasNode);

    public DicomwebClientFactAttribute() => Skip = TestServer.MissingLocal
        ?? (!Directory.Exists(Package) ? $"No npm package dicomweb-client in {Path.GetDirectoryName(Package)}" : s_node.Value ? null : "No Node.js");

    /// <summary>The folder of the package.</summary>
    public static string Package { get; } = Path.Combine(SourceFolder.Root, "artifacts", "npm", "node_modules", "dicomweb-client");

    private static bool HasNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
