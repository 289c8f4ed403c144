using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Instances;

/// <summary>What <see cref="Reception.AdmitAsync"/> says of a file: how it goes to the intake, or why it does not. To be disposed of once it is stored.</summary>
/// <param name="Incoming"><c>null</c> where it is refused.</param>
/// <param name="Refused"><c>null</c> where it is admitted.</param>
public readonly record struct Admission(Incoming? Incoming, Decision.Refused? Refused) : IDisposable
{
    /// <summary>The file that ingest transcoding made; <c>null</c> where that left it alone.</summary>
    internal IncomingBlob? Converted { get; init; }

    public void Dispose() => Converted?.Dispose();
}
