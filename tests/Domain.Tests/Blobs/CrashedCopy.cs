namespace EventDicom.Domain.Tests.Blobs;

/// <summary>A blob folder as a crash leaves it: all that is on disk, and no process that holds anything of it.</summary>
internal sealed class CrashedCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-crashed-");

    public CrashedCopy(string folder)
    {
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(Folder, Path.GetRelativePath(folder, directory)));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(folder, file));
            if (file.EndsWith(".lock", StringComparison.Ordinal)) File.WriteAllText(copy, "");
            else File.Copy(file, copy);
        }
    }

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
