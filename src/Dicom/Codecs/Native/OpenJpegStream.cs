using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>
/// Memory that OpenJPEG reads from, or a growing one that it writes to. No exception may cross its callbacks: they answer an error instead.
/// </summary>
internal sealed unsafe class OpenJpegStream : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // (OPJ_SIZE_T)-1: the end, or an error
    private static readonly nuint s_nothing = nuint.MaxValue;

    private readonly byte* _source;
    private readonly bool _isInput;
    private byte[] _written = [];
    private long _length;
    private long _position;
    private GCHandle _self;

    /// <summary>Reads bytes that stay where they are as long as this lives.</summary>
    public OpenJpegStream(byte* source, long length)
        : this(isInput: true)
    {
        _source = source;
        _length = length;
        OpenJpeg.SetUserDataLength(Handle, (ulong)length);
        OpenJpeg.SetRead(Handle, &Read);
    }

    /// <summary>Collects what is written.</summary>
    public OpenJpegStream()
        : this(isInput: false) => OpenJpeg.SetWrite(Handle, &Write);

    private OpenJpegStream(bool isInput)
    {
        _isInput = isInput;
        Handle = OpenJpeg.CreateStream(BufferSize, isInput ? 1 : 0);
        if (Handle == 0)
            throw new DicomCodecException("OpenJPEG has no memory for a stream");

        _self = GCHandle.Alloc(this);
        OpenJpeg.SetUserData(Handle, (void*)GCHandle.ToIntPtr(_self), null);
        OpenJpeg.SetSkip(Handle, &Skip);
        OpenJpeg.SetSeek(Handle, &Seek);
    }

    public nint Handle { get; private set; }

    public ReadOnlySpan<byte> Written => _written.AsSpan(0, (int)_length);

    public void Dispose()
    {
        if (Handle == 0)
            return;

        OpenJpeg.DestroyStream(Handle);
        Handle = 0;
        _self.Free();
    }

    private static OpenJpegStream Of(void* data) => (OpenJpegStream)GCHandle.FromIntPtr((nint)data).Target!;

    [UnmanagedCallersOnly]
    private static nuint Read(byte* buffer, nuint count, void* data)
    {
        var stream = Of(data);
        var left = stream._length - stream._position;
        if (left <= 0)
            return s_nothing;

        var length = (uint)Math.Min(left, (long)Math.Min(count, int.MaxValue));
        Unsafe.CopyBlockUnaligned(buffer, stream._source + stream._position, length);
        stream._position += length;
        return length;
    }

    [UnmanagedCallersOnly]
    private static nuint Write(byte* buffer, nuint count, void* data)
    {
        var stream = Of(data);
        try
        {
            var end = checked((int)(stream._position + (long)count));
            if (end > stream._written.Length)
                Array.Resize(ref stream._written, (int)Math.Min(Array.MaxLength, Math.Max(end, stream._written.Length * 2L)));

            new ReadOnlySpan<byte>(buffer, (int)count).CopyTo(stream._written.AsSpan((int)stream._position));
            stream._position = end;
            stream._length = Math.Max(stream._length, end);
            return count;
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException or ArgumentException)
        {
            return s_nothing;
        }
    }

    [UnmanagedCallersOnly]
    private static long Skip(long count, void* data)
    {
        var stream = Of(data);
        if (count < 0 || (stream._isInput && count > stream._length - stream._position))
            return -1;

        stream._position += count;
        return count;
    }

    [UnmanagedCallersOnly]
    private static int Seek(long position, void* data)
    {
        var stream = Of(data);
        if (position < 0 || position > stream._length)
            return 0;

        stream._position = position;
        return 1;
    }
}
