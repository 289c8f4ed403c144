namespace EventDicom.Api.Configuration;

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

    internal static TranscodingOptions Read(OptionReader options)
    {
        const string Memory = "decoders share a limit that follows from the machine's memory";
        options.Unsupported("MaximumConcurrentDcmtkTranscoders", null, Memory);
        options.Unsupported("DicomParserCacheSize", 256, Memory);
        options.Unsupported("DicomParserMemoryCapacity", 256, Memory);
        options.Unsupported("DicomParserThreadsCount", 2, Memory);
        options.Unsupported("TranscoderCacheSize", 256, Memory);
        options.Unsupported("TranscoderMemoryCapacity", 256, Memory);
        options.Unsupported("TranscoderThreadsCount", 4, Memory);
        options.Unsupported("BuiltinDecoderTranscoderOrder", "After", "there are no plugins to come before or after");
        var ingest = options.TextOrUnset(nameof(IngestTranscoding));
        if (ingest is not null && !IsUid(ingest)) throw options.Wrong(nameof(IngestTranscoding), "must be the UID of a transfer syntax");
        var transcoding = new TranscodingOptions
        {
            TranscodeDicomProtocol = options.Flag(nameof(TranscodeDicomProtocol), true),
            IngestTranscoding = ingest,
            IngestTranscodingOfUncompressed = options.Flag(nameof(IngestTranscodingOfUncompressed), true),
            IngestTranscodingOfCompressed = options.Flag(nameof(IngestTranscodingOfCompressed), true),
            DicomLossyTranscodingQuality = options.Number(nameof(DicomLossyTranscodingQuality), 90, 1, 100),
        };
        options.NotYet(DicomServerOptions.NoNetwork, nameof(TranscodeDicomProtocol));
        return transcoding;
    }

    /// <summary>PS3.5 9.1: at most 64 characters, numbers joined by dots.</summary>
    internal static bool IsUid(string text) =>
        text.Length is > 0 and <= 64 && text.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
