using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>What pydicom reads in data sets in JSON: one process is asked for each in turn.</summary>
public sealed class PydicomModels : IDisposable
{
    private readonly Process? _python;

    public PydicomModels()
    {
        if (PydicomTheoryAttribute.Interpreter is not { } interpreter) return;
        var script = Path.Combine(AppContext.BaseDirectory, "Oracles", "read_json_with_pydicom.py");
        _python = Process.Start(new ProcessStartInfo(interpreter, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
    }

    public JsonObject Read(JsonObject model)
    {
        _python!.StandardInput.WriteLine(model.ToJsonString());
        _python.StandardInput.Flush();
        return JsonNode.Parse(_python.StandardOutput.ReadLine()!)!.AsObject();
    }

    public void Dispose()
    {
        if (_python is null) return;
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
    }
}
