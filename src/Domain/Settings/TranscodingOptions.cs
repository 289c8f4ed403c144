using EventDicom.Domain.Transcoding;

namespace EventDicom.Domain.Settings;

/// <summary>Changing the transfer syntax of what comes and goes.</summary>
public sealed record TranscodingOptions
{
    /// <summary>Whether C-STORE, C-MOVE and C-GET may transcode for a peer that does not take the file's own syntax.</summary>
    public bool TranscodeDicomProtocol { get; init; }

    /// <summary>The transfer syntax to convert to at reception; null leaves instances as they come.</summary>
    public string? IngestTranscoding { get; init; }

    public bool IngestTranscodingOfUncompressed { get; init; }

    public bool IngestTranscodingOfCompressed { get; init; }

    /// <summary>Of lossy JPEG, 1 to 100.</summary>
    public int DicomLossyTranscodingQuality { get; init; }
}
