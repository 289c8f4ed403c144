using System.Diagnostics;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Measuring;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Any store, with the time that it takes, files that are read whatever their form, and a reserve of room that it leaves free. Damaged
/// files are counted, and each meeting with one is a line in the log.
/// </summary>
public sealed class MeasuredBlobStore(IBlobStore store, CompressedFiles compressed, DiskReserve reserve, ILogger<MeasuredBlobStore> logger)
    : IBlobStore, IDisposable
{
    public async Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken ct)
    {
        try
        {
            return await store.ReceiveAsync(reserve.Around(body), ct);
        }
        catch (IOException failure)
        {
            reserve.NoteFailure(failure);
            throw;
        }
    }

    public IncomingBlob Receive(Action<Stream> write)
    {
        reserve.Take(0);
        IncomingBlob? blob = null;
        try
        {
            blob = store.Receive(write);
            reserve.Take(blob.Bytes.Size);
            return blob;
        }
        catch (Exception failure)
        {
            blob?.Dispose();
            reserve.NoteFailure(failure);
            throw;
        }
    }

    public async Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken ct, bool anew = false)
    {
        var start = Stopwatch.GetTimestamp();
        using var span = Spans.Begin("blobs");
        try
        {
            await store.KeepAsync(blobs, ct, anew);
        }
        catch (IOException failure)
        {
            reserve.NoteFailure(failure);
            throw;
        }
        Instruments.StorageCreate.RecordSince(start);
        Instruments.StorageWrittenBytes.Add(blobs.Sum(blob => blob.Bytes.Size));
    }

    public Stream Open(StoredFile file, bool verify = false)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var opened = compressed.Open(store, file, verify);
            Instruments.FileOpened();
            return new MeasuredReads(opened, Stopwatch.GetElapsedTime(start));
        }
        catch (DamagedFileException damaged)
        {
            Note(damaged);
            throw;
        }
    }

    public void Check(StoredFile file, ReadOnlyMemory<byte>? bytes = null)
    {
        try
        {
            compressed.Check(store, file, bytes);
        }
        catch (DamagedFileException damaged)
        {
            Note(damaged);
            throw;
        }
    }

    public void Remove(string sha256)
    {
        var start = Stopwatch.GetTimestamp();
        store.Remove(sha256);
        Instruments.StorageRemove.RecordSince(start);
    }

    public IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken ct) => store.List(ct);

    public bool SetAside(string sha256) => store.SetAside(sha256);

    public int DropSetAside(DateOnly upTo) => store.DropSetAside(upTo);

    public void Dispose() => (store as IDisposable)?.Dispose();

    private void Note(DamagedFileException damaged)
    {
        Instruments.DamagedFiles.Add(1);
        Log.DamagedFile(logger, damaged.Message);
    }
}
