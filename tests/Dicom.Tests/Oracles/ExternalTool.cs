using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A program that someone else wrote.</summary>
internal static class ExternalTool
{
    /// <summary>What it prints, byte by byte as characters; null when it fails or is not there.</summary>
    public static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1,
            })!;
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
