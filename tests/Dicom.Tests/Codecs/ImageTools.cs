using System.ComponentModel;
using System.Diagnostics;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Compressors and decompressors that others wrote, as programs that turn one file into another.</summary>
internal static class ImageTools
{
    private static readonly string[] s_needed = ["dcmcjpeg", "dcmdjpeg", "dcmcrle", "dcmdrle", "gdcmconv"];

    private static readonly Lazy<string?> s_lazyMissing = new(FindMissing);

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? Missing => s_lazyMissing.Value;

    /// <summary>Runs a tool on a file and returns the file that it makes.</summary>
    public static byte[] Convert(byte[] file, string tool, params string[] arguments) =>
        TryConvert(file, tool, arguments) ?? throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} failed");

    /// <inheritdoc cref="Convert"/>
    /// <returns>Null when the tool fails.</returns>
    public static byte[]? TryConvert(byte[] file, string tool, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-codecs-");
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "from.dcm"), Path.Combine(folder.FullName, "to.dcm"));
            File.WriteAllBytes(from, file);
            return Run(tool, [.. arguments, from, to]) && File.Exists(to) ? File.ReadAllBytes(to) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? FindMissing()
    {
        foreach (var tool in s_needed)
        {
            try
            {
                Run(tool, ["--version"]);
            }
            catch (Win32Exception)
            {
                return $"No {tool} (Debian packages dcmtk and libgdcm-tools)";
            }
        }

        return null;
    }

    private static bool Run(string tool, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        errors.Wait();
        return process.ExitCode == 0;
    }
}
