using System.Buffers;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Blobs;

/// <summary>A body that was taken in but not kept yet: in memory while it is small, in a temporary file otherwise.</summary>
public sealed class IncomingBlob : IDisposable
{
    private byte[]? _rented;
    private string? _temporaryFile;

    internal IncomingBlob(byte[] rented, int length, ReceivedBytes bytes)
    {
        (_rented, Bytes) = (rented, bytes);
        Memory = rented.AsMemory(0, length);
    }

    internal IncomingBlob(string temporaryFile, ReceivedBytes bytes) => (_temporaryFile, Bytes) = (temporaryFile, bytes);

    public ReceivedBytes Bytes { get; }

    /// <summary>The whole body when it is small enough to be held, else <c>null</c>: read it through <see cref="OpenFile"/> then.</summary>
    public ReadOnlyMemory<byte>? Memory { get; }

    internal string? TemporaryFile => _temporaryFile;

    public Stream OpenFile() =>
        Memory is { } memory
            ? new MemoryStream(_rented!, 0, memory.Length, writable: false)
            : new FileStream(_temporaryFile!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096);

    /// <summary>The temporary file became the stored one; there is nothing left to clean up.</summary>
    internal void Moved() => _temporaryFile = null;

    public void Dispose()
    {
        if (_rented is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _rented = null;
        if (_temporaryFile is { } file) File.Delete(file);
        _temporaryFile = null;
    }
}
