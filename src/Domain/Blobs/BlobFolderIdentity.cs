using System.Text.Json;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Which archive the files of a blob folder belong to: the file <c>archive.json</c> in it. The database carries the same
/// identity, so that neither is ever used with another's counterpart.
/// </summary>
/// <param name="folder">Need not exist.</param>
public sealed class BlobFolderIdentity(string folder)
{
    /// <summary>Beside the folders of the files, and never taken for one of them.</summary>
    public const string FileName = "archive.json";

    private const int AddressLength = 64;

    public string Folder { get; } = Path.GetFullPath(folder);

    private string IdentityFile => Path.Combine(Folder, FileName);

    /// <returns><c>null</c> when the folder has no identity, or is not there.</returns>
    /// <exception cref="InvalidDataException">The file is there, and holds no identity.</exception>
    public Guid? Read()
    {
        try
        {
            return JsonElement.Parse(File.ReadAllText(IdentityFile)).GetProperty("Archive").GetGuid();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new InvalidDataException(
                $"{IdentityFile} does not say which archive the folder belongs to; put it back, or remove it and start again");
        }
    }

    /// <summary>Gives the folder, which is made if need be, an identity unless it has one; durable when this returns.</summary>
    /// <returns>The one that it has: another server may have been faster.</returns>
    public Guid Give(Guid archive)
    {
        Directory.CreateDirectory(Folder);
        Replace(archive, overwrite: false);
        return Read() ?? archive;
    }

    /// <summary>Gives the folder another identity.</summary>
    public void Replace(Guid archive)
    {
        Directory.CreateDirectory(Folder);
        Replace(archive, overwrite: true);
    }

    /// <summary>Whether there is any file of an instance in the folder, settled or not.</summary>
    public bool HoldsFiles() => Files().Any();

    /// <summary>The paths of all files of instances in the folder, settled or not.</summary>
    public IEnumerable<string> Files() => FilesBelow(Folder);

    /// <summary>Whether a file is there, under its final name or before it has got that.</summary>
    public bool Holds(string sha256) =>
        File.Exists(Path.Combine(Folder, sha256[..2], sha256))
        || FilesBelow(Path.Combine(Folder, "incoming")).Any(file => Path.GetFileName(file) == sha256);

    private static IEnumerable<string> FilesBelow(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => Path.GetFileName(file) is { Length: AddressLength } name && name.All(char.IsAsciiHexDigitLower));

    private void Replace(Guid archive, bool overwrite)
    {
        var unfinished = $"{IdentityFile}.{Guid.NewGuid():n}";
        using (var file = File.Create(unfinished))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(
                new { Archive = archive, About = "The identity of the archive whose files these are. The database carries the same." }));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(unfinished, IdentityFile, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(IdentityFile))
        {
            File.Delete(unfinished);
        }
        DurableFolder.Flush(Folder);
    }
}
