using System.Buffers;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.Instances;

/// <summary>
/// Files that come in pieces, until they are whole. Pieces lie in temporary files of this node, so a balancer must send those of one client
/// to one node. A file that gets no piece for <see cref="Patience"/> is dropped, and so is the one that has waited longest when there are
/// more than <see cref="MostFiles"/>.
/// </summary>
public sealed class FormPieces : IDisposable
{
    /// <summary>Files that can be in the making at once.</summary>
    public const int MostFiles = 32;

    /// <summary>How long a file waits for its next piece.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int InMemory = 64 * 1024;
    private const int CopyBuffer = 64 * 1024;

    private readonly Dictionary<FormPiece, Unfinished> _files = [];
    private readonly Lock _lock = new();
    private readonly SpoolFolder _spools;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeps;

    public FormPieces(SpoolFolder spools, TimeProvider time)
    {
        (_spools, _time) = (spools, time);
        _sweeps = time.CreateTimer(_ => DropRested(), null, Patience / 10, Patience / 10);
    }

    /// <summary>Files in the making.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _files.Count;
        }
    }

    /// <summary>Appends a piece once it has arrived whole; one that breaks off leaves the file as it was.</summary>
    /// <returns>The whole file, from its start, if this was its last piece; else null. The caller disposes of it.</returns>
    /// <exception cref="OrthancException">Error 15: the pieces are longer than the file. It is dropped.</exception>
    public async Task<Stream?> AddAsync(FormPiece piece, Stream content, CancellationToken ct)
    {
        using var received = _spools.Open(InMemory);
        await ReceiveAsync(content, received, piece.FileSize, ct);

        // Pieces of several files are appended at once only if they come from several clients: short copies within this machine.
        lock (_lock)
        {
            if (!_files.Remove(piece, out var file)) file = new(_spools.Open(InMemory));
            if (received.Length > piece.FileSize - file.Bytes.Length)
            {
                file.Bytes.Dispose();
                throw TooLong(piece.FileSize);
            }

            received.Position = 0;
            received.CopyTo(file.Bytes);
            if (file.Bytes.Length == piece.FileSize)
            {
                file.Bytes.Position = 0;
                return file.Bytes;
            }

            _files[piece] = file with { LastPieceAt = _time.GetTimestamp() };
            if (_files.Count > MostFiles) Drop(_files.MinBy(known => known.Value.LastPieceAt).Key);
            return null;
        }
    }

    public void Dispose()
    {
        _sweeps.Dispose();
        lock (_lock)
            foreach (var piece in _files.Keys.ToList())
                Drop(piece);
    }

    private static async Task ReceiveAsync(Stream content, SpooledStream received, long most, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            while (await content.ReadAsync(buffer, ct) is > 0 and var count)
            {
                if (received.Length + count > most) throw TooLong(most);
                received.Write(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void DropRested()
    {
        lock (_lock)
            foreach (var (piece, file) in _files.ToList())
                if (_time.GetElapsedTime(file.LastPieceAt) >= Patience)
                    Drop(piece);
    }

    private void Drop(FormPiece piece)
    {
        if (_files.Remove(piece, out var file)) file.Bytes.Dispose();
    }

    private static OrthancException TooLong(long size) =>
        new(OrthancError.BadFileFormat, $"The pieces of the file are longer than the {size} bytes that X-File-Size says");

    private sealed record Unfinished(SpooledStream Bytes, long LastPieceAt = 0);
}
