using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Instances;

/// <summary>A file that <see cref="Reception.AdmitAsync"/> lets in, as it goes to the intake. To be disposed of once it is
/// stored.</summary>
public sealed class Admission(Incoming incoming) : IDisposable
{
    public Incoming Incoming { get; } = incoming;

    /// <summary>The file that ingest transcoding made; <c>null</c> where that left it alone.</summary>
    internal IncomingBlob? Converted { get; init; }

    public void Dispose() => Converted?.Dispose();
}
