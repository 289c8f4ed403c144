using System.Globalization;

namespace EventDicom.Domain.Blobs;

/// <summary>Files that nothing names, each below the date (UTC) at which it was set aside, until they have lain there long
/// enough.</summary>
internal sealed class OrphanFolder(string folder, ForeignFiles foreign)
{
    public const string Name = "orphans";

    private const string DateFormat = "yyyy-MM-dd";

    /// <returns><c>false</c> when there is no such file.</returns>
    public bool TryTake(string path)
    {
        var today = Path.Combine(folder, DateTime.UtcNow.ToString(DateFormat, CultureInfo.InvariantCulture));
        Directory.CreateDirectory(today);
        try
        {
            File.Move(path, Path.Combine(today, Path.GetFileName(path)), overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Removes what was set aside on a day up to this one.</summary>
    public int Drop(DateOnly upTo)
    {
        if (!Directory.Exists(folder)) return 0;
        var dropped = 0;
        foreach (var day in Directory.EnumerateFileSystemEntries(folder).ToList())
        {
            if (!DateOnly.TryParseExact(Path.GetFileName(day), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || !Directory.Exists(day))
            {
                foreign.Name(day);
                continue;
            }
            if (date > upTo) continue;

            foreach (var file in Directory.EnumerateFileSystemEntries(day).ToList())
            {
                if (BlobName.IsAddress(Path.GetFileName(file)) && File.Exists(file))
                {
                    File.Delete(file);
                    dropped++;
                }
                else
                {
                    foreign.Name(file);
                }
            }
            if (!Directory.EnumerateFileSystemEntries(day).Any()) Directory.Delete(day);
        }
        return dropped;
    }
}
