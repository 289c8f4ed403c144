namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="FindOptions"/>.</summary>
internal static class FindReader
{
    internal static FindOptions Read(OptionReader options)
    {
        return new FindOptions
        {
            LimitFindResults = options.Number(nameof(FindOptions.LimitFindResults), 0),
            LimitFindInstances = options.Number(nameof(FindOptions.LimitFindInstances), 0),
            QueryRetrieveSize = options.Number(nameof(FindOptions.QueryRetrieveSize), 100),
            CaseSensitivePN = options.Flag(nameof(FindOptions.CaseSensitivePN), false),
            StorageAccessOnFind = options.Choice(nameof(FindOptions.StorageAccessOnFind), StorageAccessOnFind.Always),
        };
    }
}
