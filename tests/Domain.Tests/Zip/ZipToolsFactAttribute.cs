using System.ComponentModel;
using System.Diagnostics;

namespace EventDicom.Domain.Tests.Zip;

/// <summary>A test that needs Info-ZIP's unzip and a Python (Debian packages unzip and python3) to read what was written.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZipToolsFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_installed = new(() =>
        Run("unzip", "-v") is not null && Run("python3", "-c", "import zipfile") is not null);

    /// <param name="ifSet">An environment variable that must be set too: for tests that take long.</param>
    public ZipToolsFactAttribute(string? ifSet = null) => Skip =
        !s_installed.Value ? "No unzip or no python3 (Debian packages of these names)"
        : ifSet is not null && Environment.GetEnvironmentVariable(ifSet) is null ? $"Takes long; set {ifSet} to run it"
        : null;

    /// <summary>What a tool prints; null when it fails or is not there.</summary>
    public static string? Run(string tool, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
