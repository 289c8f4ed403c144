namespace EventDicom.Domain.Tests;

/// <summary>An empty folder that goes away with this.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-domain-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
