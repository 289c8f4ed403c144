namespace EventDicom.Support;

/// <summary>Where the sources and the documents lie that the tests were built from.</summary>
public static class SourceFolder
{
    /// <summary>The folder of the solution, above the one that the tests run in.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EventDicom.sln"))) return folder.FullName;

        throw new InvalidOperationException("The sources are not there");
    }
}
