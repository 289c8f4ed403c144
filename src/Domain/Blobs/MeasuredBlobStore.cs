using System.Diagnostics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Domain.Blobs;

/// <summary>Any store, with the time that it takes.</summary>
public sealed class MeasuredBlobStore(IBlobStore store) : IBlobStore
{
    public Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken cancellation) => store.ReceiveAsync(body, cancellation);

    public IncomingBlob Receive(Action<Stream> write) => store.Receive(write);

    public async Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await store.KeepAsync(blobs, cancellation);
        Instruments.StorageCreate.RecordSince(start);
    }

    public Stream Open(string sha256)
    {
        var start = Stopwatch.GetTimestamp();
        return new MeasuredReads(store.Open(sha256), Stopwatch.GetElapsedTime(start));
    }

    public void Remove(string sha256)
    {
        var start = Stopwatch.GetTimestamp();
        store.Remove(sha256);
        Instruments.StorageRemove.RecordSince(start);
    }

    public IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken cancellation) => store.List(cancellation);
}
