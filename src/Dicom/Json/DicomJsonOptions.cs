namespace EventDicom.Dicom;

/// <summary>What to show of a data set.</summary>
public sealed record DicomJsonOptions
{
    public static readonly DicomJsonOptions Default = new();

    /// <summary>Gives the names.</summary>
    public DicomDictionary Dictionary { get; init; } = DicomDictionary.Default;

    /// <summary>Tags, at whatever level, whose text is shown however long it is (up to 16 MB). All other text of more than 256 bytes of
    /// UTF-8 is null.</summary>
    public IReadOnlySet<DicomTag>? IgnoreLength { get; init; }

    /// <summary>Elements after PixelData are shown too.</summary>
    public bool Whole { get; init; }

    /// <summary>The tags of the first level to show; null for all.</summary>
    public IReadOnlySet<DicomTag>? Only { get; init; }
}
