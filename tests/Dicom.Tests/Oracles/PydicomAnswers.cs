using System.Diagnostics;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>What pydicom reads in each of the shared sample files: asked once, for all of them together.</summary>
public sealed class PydicomAnswers
{
    private readonly Dictionary<string, JsonElement> _answers = [];

    public PydicomAnswers()
    {
        if (PydicomTheoryAttribute.Interpreter is not { } interpreter || SharedData.Folder is not { } folder)
            return;

        var script = Path.Combine(AppContext.BaseDirectory, "Oracles", "read_with_pydicom.py");
        using var python = Process.Start(
            new ProcessStartInfo(interpreter, [script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var writing = Task.Run(() =>
        {
            foreach (var file in SharedData.FilesIn("dicom"))
                python.StandardInput.WriteLine(Path.Combine(folder, "dicom", file));

            python.StandardInput.Close();
        });
        while (python.StandardOutput.ReadLine() is { } line)
        {
            var answer = JsonDocument.Parse(line).RootElement;
            _answers[answer.GetProperty("file").GetString()!] = answer;
        }

        writing.Wait();
        python.WaitForExit();
    }

    public JsonElement For(string path) => _answers[path];
}
