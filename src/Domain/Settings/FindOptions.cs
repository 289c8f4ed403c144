namespace EventDicom.Domain.Settings;

/// <summary>Searching, over REST and over C-FIND.</summary>
public sealed record FindOptions
{
    /// <summary>Answers of a search for patients, studies or series; 0 is no limit.</summary>
    public int LimitFindResults { get; init; }

    /// <summary>Answers of a search for instances; 0 is no limit.</summary>
    public int LimitFindInstances { get; init; }

    /// <summary>Queries to remote modalities whose answers are kept.</summary>
    public int QueryRetrieveSize { get; init; }

    /// <summary>Whether a C-FIND minds the case of names of persons.</summary>
    public bool CaseSensitivePN { get; init; }

    public StorageAccessOnFind StorageAccessOnFind { get; init; }

    /// <summary>The most answers of a search at a level; <c>null</c> for no limit.</summary>
    public long? MostAt(ResourceLevel level) =>
        (level == ResourceLevel.Instance ? LimitFindInstances : LimitFindResults) is > 0 and var most ? most : null;
}
