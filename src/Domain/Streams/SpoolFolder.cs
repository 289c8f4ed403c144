using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Streams;

/// <summary>Where bytes are spooled that do not outlive a request or a step of a job. What a crash left there goes at the next
/// start.</summary>
public sealed class SpoolFolder
{
    private const string Extension = ".spool";

    private readonly string _folder;
    private readonly DiskReserve _reserve;

    /// <param name="folder">For this server alone: what an earlier run has spooled there is removed, but nothing that has another kind of
    /// name.</param>
    /// <param name="reserve">Asked before a file grows.</param>
    public SpoolFolder(string folder, DiskReserve reserve)
    {
        (_folder, _reserve) = (folder, reserve);
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateFiles(folder).Where(file => IsOurs(Path.GetFileName(file)))) File.Delete(left);
    }

    /// <param name="inMemory">Bytes beyond which a file is used.</param>
    /// <remarks>Writing to it throws <see cref="DiskReserveException"/> when the disk is full but for its reserve.</remarks>
    public SpooledStream Open(int inMemory = SpooledStream.DefaultInMemory) => new(NewFile, inMemory, _reserve.Grow());

    /// <summary>A spool with what is written into it, at its start. Where writing fails there is none.</summary>
    public SpooledStream Fill(Action<SpooledStream> write)
    {
        var spool = Open();
        try
        {
            write(spool);
            spool.Position = 0;
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Fill"/>
    public async Task<SpooledStream> FillAsync(Func<SpooledStream, Task> write)
    {
        var spool = Open();
        try
        {
            await write(spool);
            spool.Position = 0;
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    // A name that nobody else gives to a file: database.bak has the form of Path.GetRandomFileName.
    private static bool IsOurs(string name) =>
        Path.GetExtension(name) == Extension && Guid.TryParseExact(Path.GetFileNameWithoutExtension(name), "N", out _);

    // Nobody else may read what is stored here: the archive itself is not open to others either.
    private FileStream NewFile() => new(Path.Combine(_folder, $"{Guid.NewGuid():N}{Extension}"), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 64 * 1024,
        Options = FileOptions.DeleteOnClose,
    });
}
