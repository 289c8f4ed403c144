using System.Buffers.Binary;
using System.Text;

namespace EventDicom.Support;

/// <summary>The value of one synthetic element and how it becomes bytes. Shares no code with the reader under test.</summary>
internal abstract record SyntheticValue
{
    public const uint UndefinedLength = 0xFFFFFFFF;

    /// <summary>Writes the value field and returns what the length field says.</summary>
    public abstract uint Write(Stream output, SyntheticSyntax syntax);

    /// <summary>Text, padded to even length.</summary>
    public sealed record Text(string Value, Encoding Encoding, byte Padding) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            var bytes = Encoding.GetBytes(Value);
            output.Write(bytes);
            if (bytes.Length % 2 != 0)
                output.WriteByte(Padding);

            return (uint)(bytes.Length + (bytes.Length % 2));
        }
    }

    /// <summary>Bytes just as they are; the length field may lie about them.</summary>
    public sealed record Raw(byte[] Bytes, uint? DeclaredLength = null) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            output.Write(Bytes);
            return DeclaredLength ?? (uint)Bytes.Length;
        }
    }

    /// <summary>Binary numbers, each in its own bytes (little endian) that are turned round for big endian.</summary>
    public sealed record Numbers(IReadOnlyList<byte[]> LittleEndian) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            uint length = 0;
            foreach (var number in LittleEndian)
            {
                output.Write(syntax.BigEndian ? [.. number.Reverse()] : number);
                length += (uint)number.Length;
            }

            return length;
        }
    }

    /// <summary>Items, each with or without a length of its own.</summary>
    public sealed record Items(IReadOnlyList<SyntheticDataset> Datasets, bool Undefined) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            var start = output.Position;
            foreach (var dataset in Datasets)
            {
                using var item = new MemoryStream();
                dataset.WriteTo(item, syntax);
                WriteDelimiter(output, syntax, 0xE000, Undefined ? UndefinedLength : (uint)item.Length);
                item.WriteTo(output);
                if (Undefined)
                    WriteDelimiter(output, syntax, 0xE00D, 0);
            }

            if (!Undefined)
                return (uint)(output.Position - start);

            WriteDelimiter(output, syntax, 0xE0DD, 0);
            return UndefinedLength;
        }
    }

    /// <summary>Encapsulated pixel data: the offset table and the fragments, each of even length.</summary>
    public sealed record Fragments(IReadOnlyList<byte[]> Bytes) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            foreach (var fragment in Bytes)
            {
                WriteDelimiter(output, syntax, 0xE000, (uint)(fragment.Length + (fragment.Length % 2)));
                output.Write(fragment);
                if (fragment.Length % 2 != 0)
                    output.WriteByte(0);
            }

            WriteDelimiter(output, syntax, 0xE0DD, 0);
            return UndefinedLength;
        }
    }

    /// <summary>A pattern of any size that no array has to hold; a hole in the file when that is sparse.</summary>
    public sealed record Pattern(long Length, bool Sparse) : SyntheticValue
    {
        public override uint Write(Stream output, SyntheticSyntax syntax)
        {
            if (Sparse)
            {
                output.SetLength(output.Position + Length);
                output.Seek(0, SeekOrigin.End);
                return (uint)Length;
            }

            var block = new byte[64 * 1024];
            for (var i = 0; i < block.Length; i++)
                block[i] = At(i);

            for (var left = Length; left > 0; left -= block.Length)
                output.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));

            return (uint)Length;
        }
    }

    /// <summary>The byte of a pattern at a place.</summary>
    public static byte At(long position) => (byte)((position & 0xFFFF) * 31 + ((position & 0xFFFF) >> 8));

    private static void WriteDelimiter(Stream output, SyntheticSyntax syntax, ushort element, uint length)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (syntax.BigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, 0xFFFE);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], element);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], length);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, 0xFFFE);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], element);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], length);
        }

        output.Write(bytes);
    }
}
