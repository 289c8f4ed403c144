using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>
/// A copy of the repository's scripts in a folder with a space in its name, with a stand-in for the .NET SDK that builds
/// nothing and says what it was asked. Packages are never installed.
/// </summary>
internal sealed class ScriptSandbox : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("eventdicom-test-");
    private readonly string _programs;

    public ScriptSandbox(string script, string dotnet)
    {
        Root = Path.Combine(_parent.FullName, "a folder");
        Elsewhere = _parent.CreateSubdirectory("else where").FullName;
        _programs = _parent.CreateSubdirectory("programs").FullName;
        foreach (var file in (string[])[script, "build/packages.sh", "build/usage.txt"])
            Write(file, File.ReadAllText(Path.Combine(Repository(), file)), executable: true);
        Write("../programs/dotnet", dotnet, executable: true);
        Write("../programs/initdb", "", executable: true);
        Script = Path.Combine(Root, script);
        Environment = new()
        {
            ["PATH"] = $"{_programs}:/usr/bin:/bin",
            ["EVENTDICOM_NO_INSTALL"] = "1",
            ["EVENTDICOM_POSTGRES_BIN"] = _programs,
        };
    }

    public string Root { get; }

    /// <summary>Another folder, to be the current one.</summary>
    public string Elsewhere { get; }

    public string Script { get; }

    public Dictionary<string, string> Environment { get; }

    public void Write(string path, string contents, bool executable = false)
    {
        var file = new FileInfo(Path.Combine(Root, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, contents);
        if (executable) file.UnixFileMode |= UnixFileMode.UserExecute;
    }

    /// <summary>Runs the script from <see cref="Elsewhere"/>, to its end.</summary>
    public (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Script, arguments)
        {
            WorkingDirectory = Elsewhere,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd('\n'), errors.GetAwaiter().GetResult());
    }

    public void Dispose() => _parent.Delete(recursive: true);

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
