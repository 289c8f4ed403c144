using System.ComponentModel;
using System.Diagnostics;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A test for each shared sample file that needs a Python with pydicom (Debian package python3-pydicom).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PydicomTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> s_found = new(FindInterpreter);

    public PydicomTheoryAttribute() =>
        Skip = SharedData.Missing ?? (Interpreter is null ? "No Python with pydicom (Debian package python3-pydicom)" : null);

    public static string? Interpreter => SharedData.Folder is null ? null : s_found.Value;

    private static string? FindInterpreter() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(CanImport);

    private static bool CanImport(string interpreter)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import pydicom"]) { RedirectStandardError = true });
            python!.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
