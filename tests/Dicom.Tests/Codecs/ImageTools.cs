using System.ComponentModel;
using System.Diagnostics;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Compressors and decompressors that others wrote, as programs that turn one file into another.</summary>
internal static class ImageTools
{
    private static readonly string[] Needed = ["dcmcjpeg", "dcmdjpeg", "dcmcrle", "dcmdrle", "gdcmconv"];

    private static readonly Lazy<string?> LazyMissing = new(FindMissing);

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? Missing => LazyMissing.Value;

    /// <summary>Runs a tool on a file and returns the file that it makes.</summary>
    public static byte[] Convert(byte[] file, string tool, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-codecs-");
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "from.dcm"), Path.Combine(folder.FullName, "to.dcm"));
            File.WriteAllBytes(from, file);
            var errors = Run(tool, [.. arguments, from, to]);
            return File.Exists(to) ? File.ReadAllBytes(to) : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: {errors}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? FindMissing()
    {
        foreach (var tool in Needed)
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

    private static string Run(string tool, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return errors.GetAwaiter().GetResult();
    }
}
