namespace EventDicom.Api.Configuration;

/// <summary>Searching, over REST and over C-FIND.</summary>
public sealed record FindOptions
{
    /// <summary>Answers of a C-FIND for patients, studies or series; 0 is no limit.</summary>
    public int LimitFindResults { get; init; }

    /// <summary>Answers of a C-FIND for instances; 0 is no limit.</summary>
    public int LimitFindInstances { get; init; }

    /// <summary>Queries to remote modalities whose answers are kept.</summary>
    public int QueryRetrieveSize { get; init; }

    /// <summary>Whether a C-FIND minds the case of names of persons.</summary>
    public bool CaseSensitivePN { get; init; }

    public StorageAccessOnFind StorageAccessOnFind { get; init; }

    internal static FindOptions Read(OptionReader options)
    {
        var find = new FindOptions
        {
            LimitFindResults = options.Number(nameof(LimitFindResults), 0),
            LimitFindInstances = options.Number(nameof(LimitFindInstances), 0),
            QueryRetrieveSize = options.Number(nameof(QueryRetrieveSize), 100),
            CaseSensitivePN = options.Flag(nameof(CaseSensitivePN), false),
            StorageAccessOnFind = options.Choice(nameof(StorageAccessOnFind), StorageAccessOnFind.Always),
        };
        options.NotYet("there is no search yet", nameof(LimitFindResults), nameof(LimitFindInstances), nameof(CaseSensitivePN), nameof(StorageAccessOnFind));
        options.NotYet(DicomServerReader.NoNetwork, nameof(QueryRetrieveSize));
        return find;
    }
}
