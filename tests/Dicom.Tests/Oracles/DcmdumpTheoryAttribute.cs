using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A test for each shared sample file that needs DCMTK's dcmdump (Debian package dcmtk).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmdumpTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> Installed = new(() => Run("--version") is not null);

    public DcmdumpTheoryAttribute() =>
        Skip = SharedData.Missing ?? (Installed.Value ? null : "No dcmdump (Debian package dcmtk)");

    /// <summary>What it prints, byte by byte as characters; null when it fails or is not there.</summary>
    public static string? Run(params string[] arguments)
    {
        try
        {
            using var dump = Process.Start(new ProcessStartInfo("dcmdump", arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1,
            })!;
            var errors = dump.StandardError.ReadToEndAsync();
            var output = dump.StandardOutput.ReadToEnd();
            dump.WaitForExit();
            errors.Wait();
            return dump.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
