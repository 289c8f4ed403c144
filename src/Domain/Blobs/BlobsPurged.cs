namespace EventDicom.Domain.Blobs;

/// <summary>Bytes that nothing had named for the whole retention were removed for good.</summary>
/// <param name="Sha256">Addresses of the removed bytes, lower-case hex.</param>
public sealed record BlobsPurged(IReadOnlyList<string> Sha256, DateTimeOffset PurgedAt);
