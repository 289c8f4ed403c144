namespace EventDicom.Support;

/// <summary>
/// Published sample files that are no part of the product. They stand beside the repository, or where EVENTDICOM_SHARED_DATA says; every
/// test passes without them.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or null when there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why a test that needs the files cannot run; null when it can.</summary>
    public static string? Missing { get; } =
        Folder is null ? "The shared sample files are not there (EVENTDICOM_SHARED_DATA, or ../shared/data beside the repository)" : null;

    /// <summary>Every file below a folder of the samples, by its path relative to it; empty when the samples are missing.</summary>
    public static IEnumerable<string> FilesIn(string folder)
    {
        if (Folder is null || !Directory.Exists(Path.Combine(Folder, folder)))
            return [];

        var root = Path.Combine(Folder, folder);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The full path of a sample.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder ?? throw new InvalidOperationException(Missing), .. parts]);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EVENTDICOM_SHARED_DATA") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "EventDicom.sln")))
                continue;

            var beside = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
            return Directory.Exists(beside) ? beside : null;
        }

        return null;
    }
}
