namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="WorklistOptions"/>.</summary>
internal static class WorklistReader
{
    // Days that fit into a timer, and hours that fit into a date.
    private const int LongestInterval = 24 * 60 * 60, LongestDelay = 100 * 366 * 24;

    // What the folder was called in the older of Orthanc's two plugins.
    private const string OlderName = "Database";

    internal static WorklistOptions Read(OptionReader options)
    {
        var older = options.TextOrUnset(OlderName);
        var folder = options.TextOrUnset(nameof(WorklistOptions.Directory)) ?? older;
        var worklists = new WorklistOptions
        {
            Enable = options.Flag(nameof(WorklistOptions.Enable), false),
            Directory = string.IsNullOrEmpty(folder) ? null : Path.GetFullPath(folder),
            SaveInOrthancDatabase = options.Flag(nameof(WorklistOptions.SaveInOrthancDatabase), false),
            FilterIssuerAet = options.Flag(nameof(WorklistOptions.FilterIssuerAet), false),
            LimitAnswers = options.Number(nameof(WorklistOptions.LimitAnswers), 0),
            SetStudyInstanceUidIfMissing = options.Flag(nameof(WorklistOptions.SetStudyInstanceUidIfMissing), true),
            DeleteWorklistsOnStableStudy = options.Flag(nameof(WorklistOptions.DeleteWorklistsOnStableStudy), true),
            HousekeepingInterval = options.Number(nameof(WorklistOptions.HousekeepingInterval), 60, 1, LongestInterval),
            DeleteWorklistsDelay = options.Number(nameof(WorklistOptions.DeleteWorklistsDelay), 0, 0, LongestDelay),
            LogMatchedWorklistIds = options.Flag(nameof(WorklistOptions.LogMatchedWorklistIds), false),
        };
        if (worklists.Enable) Check(options, worklists);
        return worklists;
    }

    private static void Check(OptionReader options, WorklistOptions worklists)
    {
        const string Folder = nameof(WorklistOptions.Directory), Database = nameof(WorklistOptions.SaveInOrthancDatabase);
        if (worklists.Directory is null && !worklists.SaveInOrthancDatabase)
            throw options.Wrong(nameof(WorklistOptions.Enable), $"needs a {Folder}, or {Database}");
        if (worklists.Directory is not null && worklists.SaveInOrthancDatabase)
            throw options.Wrong(Database, $"cannot be together with {Folder}");
        if (worklists is { Directory: not null, DeleteWorklistsDelay: > 0 })
            throw options.Wrong(nameof(WorklistOptions.DeleteWorklistsDelay), $"needs {Database}: files do not say when they were made");
    }
}
