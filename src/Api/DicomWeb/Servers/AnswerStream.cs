using System.Diagnostics;
using System.Globalization;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>
/// The body of another server's answer, which may be hostile: bounded in bytes, in silence and in slowness. Whatever goes wrong with the
/// network is a <see cref="BrokenAnswerException"/>, so that nobody takes it for a failure of a disk.
/// </summary>
/// <param name="inner">Is disposed of with this.</param>
/// <param name="most">Bytes of the whole, or of each piece that <see cref="Renew"/> begins.</param>
/// <param name="patience">How long a silence may be, and what the slowness is measured from; infinite for no bounds of time.</param>
/// <param name="time">For the slowness.</param>
public sealed class AnswerStream(Stream inner, long most, TimeSpan patience, TimeProvider time) : ReadOnlyStream
{
    /// <summary>Bytes a second, on the average: the same as over the DICOM network.</summary>
    public const int SlowestRate = 256;

    private readonly long _since = time.GetTimestamp();
    private long _piece;

    /// <summary>Bytes so far.</summary>
    public long Total { get; private set; }

    /// <summary>Another piece begins, which may have as many bytes as the one before.</summary>
    public void Renew() => _piece = 0;

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("Answers are read asynchronously");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        var count = await ReadInTimeAsync(buffer, cancellationToken);
        Total += count;
        _piece += count;
        if (_piece > most) throw new BrokenAnswerException(string.Create(CultureInfo.InvariantCulture, $"more than {most} bytes"));
        if (count > 0 && IsSlow) throw new BrokenAnswerException("an answer that is too slow");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private bool IsSlow => patience != Timeout.InfiniteTimeSpan
        && time.GetElapsedTime(_since) is var elapsed && elapsed > patience && Total < SlowestRate * (elapsed - patience).TotalSeconds;

    private async ValueTask<int> ReadInTimeAsync(Memory<byte> buffer, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (patience != Timeout.InfiniteTimeSpan) stop.CancelAfter(patience);
        try
        {
            return await inner.ReadAsync(buffer, stop.Token);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            throw new BrokenAnswerException(failure.Message, failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BrokenAnswerException("an answer that has no end in time");
        }
    }
}

/// <summary>The answer of another server cannot be read, or not any further.</summary>
/// <param name="message">What it gave instead.</param>
public sealed class BrokenAnswerException(string message, Exception? cause = null) : Exception(message, cause);
