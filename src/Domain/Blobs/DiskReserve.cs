namespace EventDicom.Domain.Blobs;

/// <summary>
/// Keeps some room free on the volumes of the archive, so that reading, deleting and the database go on when the disk fills: what would be stored is
/// refused before that. Looks once a second, counts what was taken in since, and looks again before it refuses anything.
/// </summary>
public sealed class DiskReserve
{
    /// <summary>Of a small volume a tenth is enough.</summary>
    private const int LargestPart = 10;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly long _reserve;
    private readonly Func<IReadOnlyList<(long Free, long Total)>> _volumes;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _lookedAt;
    private bool _looked;
    private long _room;

    /// <param name="reserve">Bytes, 0 for none.</param>
    /// <param name="volumes">Bytes that are free, and that there are, on each volume.</param>
    public DiskReserve(long reserve, Func<IReadOnlyList<(long Free, long Total)>> volumes, TimeProvider time) =>
        (_reserve, _volumes, _time) = (reserve, volumes, time);

    /// <summary>The reserve on the volumes of some folders.</summary>
    public static DiskReserve On(long reserve, params IReadOnlyList<string> folders) =>
        new(reserve, () => [.. folders.Select(folder => new DriveInfo(folder)).Select(volume => (volume.AvailableFreeSpace, volume.TotalSize))], TimeProvider.System);

    /// <summary>Counts bytes that are to be stored.</summary>
    /// <exception cref="DiskReserveException">They would come out of the reserve.</exception>
    public void Take(long bytes)
    {
        if (_reserve == 0) return;
        lock (_lock)
        {
            if (!_looked || _time.GetElapsedTime(_lookedAt) >= s_look) Look();
            else if (_room < bytes) Look(); // somebody may have made room
            if (_room < bytes) throw new DiskReserveException();
            _room -= bytes;
        }
    }

    /// <summary>A body that is counted as it is read; the stream it is read from is not disposed of.</summary>
    public Stream Around(Stream body) => _reserve == 0 ? body : new Counted(body, this);

    private void Look()
    {
        (_looked, _lookedAt) = (true, _time.GetTimestamp());
        _room = _volumes().Min(volume => volume.Free - Math.Min(_reserve, volume.Total / LargestPart));
    }

    private sealed class Counted(Stream body, DiskReserve reserve) : Stream
    {
        private const long Step = 1 << 20;

        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = body.ReadAsync(buffer, cancellationToken);
            return read.IsCompletedSuccessfully ? new(Count(read.Result)) : CountAsync(read);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private async ValueTask<int> CountAsync(ValueTask<int> read) => Count(await read);

        private int Count(int count)
        {
            _read += count;
            if (_read >= Step || (count == 0 && _read > 0))
            {
                reserve.Take(_read);
                _read = 0;
            }
            return count;
        }
    }
}
