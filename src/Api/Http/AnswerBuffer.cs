using System.Buffers;

namespace EventDicom.Api.Http;

/// <summary>A buffer that keeps its array from answer to answer, unless one was unusually long.</summary>
/// <param name="size">Bytes to begin with; arrays beyond four times as much are not kept.</param>
internal sealed class AnswerBuffer(int size) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[size];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - Length < Math.Max(sizeHint, 1)) Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Clear() => Length = 0;

    public void Reset()
    {
        Clear();
        if (_bytes.Length > 4 * size) _bytes = new byte[size];
    }

    private void Grow(int sizeHint) => Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, Length + sizeHint)));
}
