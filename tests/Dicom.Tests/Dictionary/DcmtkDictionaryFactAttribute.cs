namespace EventDicom.Dicom.Tests.Dictionary;

/// <summary>A test against the dictionary files of an installed DCMTK.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmtkDictionaryFactAttribute : FactAttribute
{
    public DcmtkDictionaryFactAttribute()
    {
        if (Folder is null)
            Skip = "DCMTK's dicom.dic is not installed (Debian package libdcmtk)";
    }

    /// <summary>Where dicom.dic and private.dic are, or null.</summary>
    public static string? Folder { get; } = new[] { "/usr/share", "/usr/local/share" }
        .Where(Directory.Exists)
        .SelectMany(share => Directory.EnumerateDirectories(share, "*dcmtk*"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "dicom.dic")) && File.Exists(Path.Combine(folder, "private.dic")));
}
