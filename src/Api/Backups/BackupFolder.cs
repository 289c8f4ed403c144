using System.Security.Cryptography;

namespace EventDicom.Api.Backups;

/// <summary>Where things lie in a backup.</summary>
/// <param name="Folder">Full path.</param>
public sealed record BackupFolder(string Folder)
{
    private const int CopyBuffer = 256 * 1024;

    /// <summary>Tables of the database, gzipped.</summary>
    public string Tables => Path.Combine(Folder, "database");

    /// <summary>One line for each file: its SHA-256, a tab, its size in bytes.</summary>
    public string FileList => Path.Combine(Folder, "files.tsv");

    /// <summary>The files, named as in the archive: <c>ab/abcdef…</c>.</summary>
    public string PathOf(string sha256) => Path.Combine(Folder, "files", sha256[..2], sha256);

    /// <summary>The files that jobs left.</summary>
    public string Outputs => Path.Combine(Folder, "jobs");

    /// <summary>Addresses and sizes of all files.</summary>
    public IEnumerable<(string Sha256, long Size)> Files() =>
        File.ReadLines(FileList).Select(line => line.Split('\t'))
        .Select(columns => (columns[0], long.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Copies a file and checks it on the way. The copy is durable once its folder is flushed, and whole or not there.</summary>
    /// <returns>Its size; <c>null</c> when there is none, or not the one that its name says.</returns>
    public static long? Copy(string from, string to, string sha256) => Copy(from, to, actual => actual == sha256)?.Size;

    /// <param name="isRight">Whether the copy is to be kept, given its SHA-256.</param>
    /// <returns>Size and SHA-256; <c>null</c> when there is no such file, or it is not the right one.</returns>
    /// <inheritdoc cref="Copy(string, string, string)"/>
    public static (long Size, string Sha256)? Copy(string from, string to, Func<string, bool> isRight)
    {
        var unfinished = to + ".part";
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[CopyBuffer];
            long size;
            using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
            using (var copy = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                while (source.Read(buffer) is > 0 and var read)
                {
                    hash.AppendData(buffer, 0, read);
                    copy.Write(buffer, 0, read);
                }
                size = copy.Length;
                copy.Flush(flushToDisk: true);
            }
            var sha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
            if (isRight(sha256))
            {
                File.Move(unfinished, to, overwrite: true);
                return (size, sha256);
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        File.Delete(unfinished);
        return null;
    }
}
