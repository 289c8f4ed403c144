using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>What is found at a place in a data set.</summary>
public abstract record DicomContentAnswer
{
    private DicomContentAnswer()
    {
    }

    /// <summary>Nothing: an absent tag, an index out of range, or a step below a value.</summary>
    public sealed record NotFound : DicomContentAnswer;

    /// <summary>A step is neither hexadecimal nor a name of the dictionary.</summary>
    public sealed record UnknownTag(string Step) : DicomContentAnswer;

    /// <summary>The next steps: tags as gggg-eeee, or indices of items, blocks or fragments.</summary>
    public sealed record Listing(IReadOnlyList<string> Steps) : DicomContentAnswer;

    /// <summary>A value: its bytes as they are in the file, padding included.</summary>
    public sealed record Value : DicomContentAnswer
    {
        private const int BlockSize = 64 * 1024;

        private readonly DicomItem item;
        private readonly int fragment;
        private readonly int turned = 1;

        internal Value(DicomElement element) => (item, Length) = (element, element.Length);

        /// <param name="unit">Bytes whose order is turned round together; then reading goes by multiples of it.</param>
        internal Value(DicomElement element, int unit)
            : this(element) => turned = unit;

        internal Value(DicomFragmentSequence fragments, int index) =>
            (item, fragment, Length) = (fragments, index, fragments.Fragments[index].Length);

        /// <summary>Number of bytes.</summary>
        public long Length { get; }

        /// <summary>Copies some of the bytes, from <paramref name="position"/> on; returns how many there were to copy.</summary>
        public int Read(long position, Span<byte> destination)
        {
            var count = item is DicomElement element
                ? element.Read(position, destination)
                : ((DicomFragmentSequence)item).Read(fragment, position, destination);
            for (var start = 0; turned > 1 && start + turned <= count; start += turned)
                destination.Slice(start, turned).Reverse();
            return count;
        }

        /// <summary>Writes all bytes, a block at a time: a value of any size costs little memory.</summary>
        public async Task CopyToAsync(Stream destination, CancellationToken ct = default)
        {
            ArgumentNullException.ThrowIfNull(destination);
            var block = ArrayPool<byte>.Shared.Rent(BlockSize);
            try
            {
                int count;
                for (var position = 0L; (count = Read(position, block)) > 0; position += count)
                    await destination.WriteAsync(block.AsMemory(0, count), ct);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(block);
            }
        }
    }
}
