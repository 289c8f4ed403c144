namespace EventDicom.Dicom.Tests.Dictionary;

/// <summary>A test against the dictionary files of an installed DCMTK.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmtkDictionaryFactAttribute : FactAttribute
{
    // The test command installs DCMTK and so never skips; without it there is nothing that our dictionary could be compared with.
    public DcmtkDictionaryFactAttribute() => Skip = Folder is null ? "No dicom.dic of DCMTK to compare with (Debian package dcmtk)" : null;

    /// <summary>Where dicom.dic and private.dic are, or null.</summary>
    public static string? Folder { get; } = new[] { "/usr/share", "/usr/local/share" }
        .Where(Directory.Exists)
        .SelectMany(share => Directory.EnumerateDirectories(share, "*dcmtk*"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "dicom.dic")) && File.Exists(Path.Combine(folder, "private.dic")));
}
