using System.Diagnostics;

namespace EventDicom.Dicom.Tests.Imaging;

/// <summary>A test that needs a Python with Pillow and NumPy (Debian packages python3-pil and python3-numpy).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PillowFactAttribute : FactAttribute
{
    private static readonly string? s_interpreter = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(interpreter =>
        TryRun(interpreter, "import PIL.Image, numpy", [], out _));

    public PillowFactAttribute() =>
        Skip = s_interpreter is null ? "No Python with Pillow and NumPy (Debian packages python3-pil, python3-numpy)" : null;

    /// <summary>Runs a script and returns what it printed.</summary>
    public static string Run(string script, params string[] arguments)
    {
        TryRun(s_interpreter!, script, arguments, out var output).ShouldBeTrue(output);
        return output.Trim();
    }

    private static bool TryRun(string interpreter, string script, string[] arguments, out string output)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(interpreter,
                ["-c", script, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var errors = python.StandardError.ReadToEndAsync();
            output = python.StandardOutput.ReadToEnd() + errors.Result;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            output = missing.Message;
            return false;
        }
    }
}
