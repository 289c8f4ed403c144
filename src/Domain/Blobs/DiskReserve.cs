using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Keeps some room free on the volumes of the archive, so that reading, deleting and the database go on when the disk fills: what would be
/// stored is refused before that. Looks once a second, counts what was taken in since, and looks again before it refuses anything.
/// </summary>
public sealed class DiskReserve
{
    /// <summary>Of a small volume a tenth is enough.</summary>
    private const int LargestPart = 10;

    /// <summary>Bytes that are counted at a time, of what comes or goes piece by piece.</summary>
    private const long Step = 1 << 20;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly long _reserve;
    private readonly Func<IReadOnlyList<(long Free, long Total)>> _volumes;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private int _share = 1;
    private long _lookedAt;
    private bool _looked;
    private long _room;

    /// <param name="reserve">Bytes, 0 for none.</param>
    /// <param name="volumes">Bytes that are free, and that there are, on each volume.</param>
    public DiskReserve(long reserve, Func<IReadOnlyList<(long Free, long Total)>> volumes, TimeProvider time) =>
        (_reserve, _volumes, _time) = (reserve, volumes, time);

    /// <summary>The reserve on the volumes of some folders.</summary>
    public static DiskReserve On(long reserve, params IReadOnlyList<string> folders) =>
        new(reserve, () => [.. folders.Select(folder => new DriveInfo(folder))
            .Select(volume => (volume.AvailableFreeSpace, volume.TotalSize))], TimeProvider.System);

    /// <summary>
    /// For what is spooled for the time of a request, half of it: an answer may be made while nothing is stored any more, and may still not
    /// take what the database needs.
    /// </summary>
    public DiskReserve Half() => new(_reserve, _volumes, _time) { _share = 2 };

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

    /// <summary>Notes a failed write: where it met a full disk, the next one looks anew.</summary>
    public void NoteFailure(Exception failure)
    {
        if (!FullDisk.Is(failure)) return;
        lock (_lock) _looked = false;
    }

    /// <summary>A body that is counted as it is read; the stream it is read from is not disposed of.</summary>
    public Stream Around(Stream body)
    {
        if (_reserve == 0) return body;
        var counted = 0L;
        return new CountedStream(body, read =>
        {
            counted += read;
            if (counted < Step && (read > 0 || counted == 0)) return;
            Take(counted);
            counted = 0;
        }, leaveOpen: true);
    }

    /// <summary>A file that is about to be written.</summary>
    public Growth Grow() => new(this);

    private void Look()
    {
        (_looked, _lookedAt) = (true, _time.GetTimestamp());
        _room = _volumes().Min(volume => volume.Free - Math.Min(_reserve, volume.Total / LargestPart) / _share);
    }

    /// <summary>Counts what a file grows by before it is written, a megabyte at a time.</summary>
    public sealed class Growth(DiskReserve reserve)
    {
        private long _taken;

        /// <param name="length">Bytes that the file is to have.</param>
        /// <inheritdoc cref="Take"/>
        public void To(long length)
        {
            if (length <= _taken) return;
            var more = Math.Max(Step, length - _taken);
            reserve.Take(more);
            _taken += more;
        }
    }
}
