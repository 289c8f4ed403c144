using EventDicom.Domain.Transcoding;

namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="TranscodingOptions"/>.</summary>
internal static class TranscodingReader
{
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
        var ingest = options.TextOrUnset(nameof(TranscodingOptions.IngestTranscoding));
        if (ingest is not null && !IsUid(ingest))
            throw options.Wrong(nameof(TranscodingOptions.IngestTranscoding), "must be the UID of a transfer syntax");
        var transcoding = new TranscodingOptions
        {
            TranscodeDicomProtocol = options.Flag(nameof(TranscodingOptions.TranscodeDicomProtocol), true),
            IngestTranscoding = ingest,
            IngestTranscodingOfUncompressed = options.Flag(nameof(TranscodingOptions.IngestTranscodingOfUncompressed), true),
            IngestTranscodingOfCompressed = options.Flag(nameof(TranscodingOptions.IngestTranscodingOfCompressed), true),
            DicomLossyTranscodingQuality = options.Number(nameof(TranscodingOptions.DicomLossyTranscodingQuality), 90, 1, 100),
        };
        return transcoding;
    }

    /// <summary>PS3.5 9.1: at most 64 characters, numbers joined by dots.</summary>
    internal static bool IsUid(string text) =>
        text.Length is > 0 and <= 64 && text.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
