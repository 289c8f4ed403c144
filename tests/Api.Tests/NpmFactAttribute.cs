using System.ComponentModel;
using System.Diagnostics;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests;

/// <summary>
/// A test with a whole server and an npm package as the other side, which <c>./test</c> installs; skipped where that or Node.js is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_node = new(HasNode);

    public NpmFactAttribute(string package)
    {
        Package = package;
        Skip = TestServer.MissingLocal
            ?? (!Directory.Exists(FolderOf(package)) ? $"No npm package {package} in {Path.GetDirectoryName(FolderOf(package))}"
                : s_node.Value ? null : "No Node.js");
    }

    public string Package { get; }

    public static string FolderOf(string package) => Path.Combine(SourceFolder.Root, "artifacts", "npm", "node_modules", package);

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
