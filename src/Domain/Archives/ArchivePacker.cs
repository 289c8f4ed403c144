using System.Buffers;
using System.IO.Hashing;
using System.Threading.Channels;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Zip;

namespace EventDicom.Domain.Archives;

/// <summary>
/// Packs files into a ZIP archive that is sent while it is made. Some files ahead of the one that is being written are read and
/// deflated on all cores; a bounded number of them, and of the parts of a large one, is ever in memory.
/// </summary>
public static class ArchivePacker
{
    /// <summary>Files up to this many bytes are handled whole, larger ones in parts of this size.</summary>
    public const int Part = 1024 * 1024;

    private static readonly int s_ahead = 2 * Environment.ProcessorCount + 2;

    /// <summary>Writes the whole archive; the output is left open.</summary>
    /// <param name="createdAt">Local time; what every entry bears.</param>
    /// <param name="utf8">Whether entries say that their names are in UTF-8.</param>
    /// <returns>Bytes of the archive.</returns>
    public static async Task<long> PackAsync(
        IAsyncEnumerable<ArchiveEntry> entries, Stream output, DateTimeOffset createdAt, SpoolFolder spools, CancellationToken ct,
        bool utf8 = false)
    {
        using var zip = new ZipWriter(output, createdAt, spools, utf8);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ahead = Channel.CreateBounded<Pending>(new BoundedChannelOptions(s_ahead) { SingleReader = true, SingleWriter = true });
        var reading = ReadAheadAsync(entries, ahead.Writer, stop.Token);
        try
        {
            await foreach (var (entry, packing) in ahead.Reader.ReadAllAsync(ct))
            {
                using var packed = await packing;
                if (packed.Large is { } large) await WriteLargeAsync(zip, entry.Name, large, stop.Token);
                else await zip.WriteAsync(entry.Name, packed.Data, packed.Deflated, packed.Crc, packed.Size, ct);
                entry.Written?.Invoke(packed.Size);
            }
            await zip.FinishAsync(ct);
            return zip.Position;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
            while (ahead.Reader.TryRead(out var unused)) await DropAsync(unused.Packing);
        }
    }

    // Ends by itself: with the entries, with their error, which the other end of the channel sees, or when told to stop.
    private static async Task ReadAheadAsync(IAsyncEnumerable<ArchiveEntry> entries, ChannelWriter<Pending> ahead, CancellationToken stop)
    {
        try
        {
            await foreach (var entry in entries.WithCancellation(stop))
            {
                await ahead.WaitToWriteAsync(stop);
                // The only writer: what has room now has it still.
                ahead.TryWrite(new(entry, Task.Run(() => PackAsync(entry, stop), CancellationToken.None)));
            }
            ahead.Complete();
        }
        catch (Exception failure)
        {
            ahead.Complete(failure);
        }
    }

    private static async Task<Packed> PackAsync(ArchiveEntry entry, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var stream = await entry.Open(stop);
        if (stream.Length > Part) return new() { Large = stream, Size = stream.Length };

        await using (stream)
        {
            var size = (int)stream.Length;
            var content = ArrayPool<byte>.Shared.Rent(size);
            var deflated = ArrayPool<byte>.Shared.Rent(Deflating.Bound(size));
            try
            {
                stream.ReadExactly(content, 0, size);
                var bytes = content.AsSpan(0, size);
                var packed = new Packed { Size = size, Crc = Crc32.HashToUInt32(bytes) };
                var way = size <= Deflating.Sample
                    ? Deflation.Runs : Deflating.Choose(bytes.Slice((size - Deflating.Sample) / 2, Deflating.Sample), deflated);
                var length = way == Deflation.None ? size : Deflating.Deflate(bytes, way, deflated);
                packed.Deflated = length < size;
                if (packed.Deflated) (packed.Rented, deflated) = (deflated, null);
                else (packed.Rented, content) = (content, null);
                packed.Data = packed.Rented.AsMemory(0, packed.Deflated ? length : size);
                return packed;
            }
            finally
            {
                if (content is not null) ArrayPool<byte>.Shared.Return(content);
                if (deflated is not null) ArrayPool<byte>.Shared.Return(deflated);
            }
        }
    }

    private static async Task WriteLargeAsync(ZipWriter zip, string name, Stream content, CancellationToken stop)
    {
        var size = content.Length;
        var way = ChooseFor(content, size);
        var crc = new Crc32();
        var parts = new Queue<Task<Packed>>(s_ahead);
        try
        {
            await zip.BeginAsync(name, size, stop);
            for (long read = 0; read < size || parts.Count > 0;)
            {
                for (; read < size && parts.Count < s_ahead; read += Part)
                    parts.Enqueue(await ReadPartAsync(content, (int)Math.Min(Part, size - read), way, crc, stop));
                using var packed = await parts.Dequeue();
                await zip.AppendAsync(packed.Data, stop);
            }
            await zip.AppendAsync(Deflating.End, stop);
            await zip.EndAsync(crc.GetCurrentHashAsUInt32(), size, stop);
        }
        finally
        {
            while (parts.TryDequeue(out var unused)) await DropAsync(unused);
        }
    }

    private static async Task<Task<Packed>> ReadPartAsync(Stream content, int length, Deflation way, Crc32 crc, CancellationToken stop)
    {
        var part = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await content.ReadExactlyAsync(part.AsMemory(0, length), stop);
            crc.Append(part.AsSpan(0, length));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(part);
            throw;
        }

        return Task.Run(() =>
        {
            var deflated = ArrayPool<byte>.Shared.Rent(Deflating.Bound(length));
            var count = Deflating.DeflatePart(part.AsSpan(0, length), way, deflated);
            ArrayPool<byte>.Shared.Return(part);
            return new Packed { Rented = deflated, Data = deflated.AsMemory(0, count) };
        }, CancellationToken.None);
    }

    private static Deflation ChooseFor(Stream content, long size)
    {
        if (!content.CanSeek) return Deflation.Runs; // nobody can look ahead; it is what suits pixels

        var sample = ArrayPool<byte>.Shared.Rent(Deflating.Sample);
        var scratch = ArrayPool<byte>.Shared.Rent(Deflating.Bound(Deflating.Sample));
        try
        {
            content.Position = (size - Deflating.Sample) / 2;
            content.ReadExactly(sample, 0, Deflating.Sample);
            content.Position = 0;
            return Deflating.Choose(sample.AsSpan(0, Deflating.Sample), scratch);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sample);
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    // Whatever became of it, nobody waits for it any more.
    private static async Task DropAsync(Task<Packed> packing)
    {
        await ((Task)packing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (packing.IsCompletedSuccessfully) packing.Result.Dispose();
    }

    private readonly record struct Pending(ArchiveEntry Entry, Task<Packed> Packing);

    private sealed class Packed : IDisposable
    {
        public ReadOnlyMemory<byte> Data { get; set; }

        public byte[]? Rented { get; set; }

        public Stream? Large { get; init; }

        public bool Deflated { get; set; }

        public uint Crc { get; init; }

        public long Size { get; init; }

        public void Dispose()
        {
            if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
            Rented = null;
            Large?.Dispose();
        }
    }
}
