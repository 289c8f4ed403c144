namespace EventDicom.Domain.Archives;

/// <summary>Where bytes are put aside that do not outlive a request or a step of a job. What a crash left there goes at the next start.</summary>
public sealed class SpoolFolder
{
    private readonly string _folder;

    /// <param name="folder">For this server alone: what an earlier run has put aside there is removed, but nothing that has another kind of name.</param>
    public SpoolFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateFiles(folder).Where(file => IsOurs(Path.GetFileName(file)))) File.Delete(left);
    }

    /// <param name="inMemory">Bytes beyond which a file is used.</param>
    public SpooledStream Open(int inMemory = SpooledStream.DefaultInMemory) => new(NewFile, inMemory);

    // As Path.GetRandomFileName makes them: eight characters, a dot, three more.
    private static bool IsOurs(string name) =>
        name.Length == 12 && name[8] == '.' && name.Where((_, position) => position != 8).All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    // Nobody else may read what is stored here: the archive itself is not open to others either.
    private FileStream NewFile() => new(Path.Combine(_folder, Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 64 * 1024,
        Options = FileOptions.DeleteOnClose,
    });
}
