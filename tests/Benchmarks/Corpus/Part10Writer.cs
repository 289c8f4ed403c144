using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EventDicom.Benchmarks.Corpus;

/// <summary>
/// Writes a DICOM file in Explicit VR Little Endian (PS3.10 7.1, PS3.5 A.2), element by element in ascending tag order,
/// and tells at which byte each value starts so that the same bytes can serve as a template.
/// </summary>
internal sealed class Part10Writer
{
    private static readonly HashSet<string> s_longForms = ["OB", "OW", "SQ", "UN", "UT", "UC", "UR"];

    private readonly List<byte> bytes = [];

    /// <summary>Adds a text value, padded to even length (PS3.5 6.2); returns the offset of its first character.</summary>
    public int Text(uint tag, string vr, string value)
    {
        var padding = vr == "UI" ? "\0" : " ";
        return Value(tag, vr, Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + padding));
    }

    /// <summary>Adds a 16-bit unsigned value (VR US).</summary>
    public int Short(uint tag, ushort value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(two, value);
        return Value(tag, "US", two);
    }

    /// <summary>Adds one item under a sequence, both of defined length (PS3.5 7.5).</summary>
    public void Sequence(uint tag, Action<Part10Writer> writeItem)
    {
        var item = new Part10Writer();
        writeItem(item);
        var content = item.ToArray();
        var framed = new byte[8 + content.Length];
        WriteTag(framed, 0xFFFEE000);
        BinaryPrimitives.WriteInt32LittleEndian(framed.AsSpan(4), content.Length);
        content.CopyTo(framed, 8);
        Value(tag, "SQ", framed);
    }

    /// <summary>Adds a value as it is; its length must be even. Returns the offset of its first byte.</summary>
    public int Value(uint tag, string vr, ReadOnlySpan<byte> value)
    {
        if (value.Length % 2 != 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The value of {tag:x8} has an odd length"),
                nameof(value));

        Span<byte> head = stackalloc byte[12];
        WriteTag(head, tag);
        Encoding.ASCII.GetBytes(vr, head[4..]);
        if (s_longForms.Contains(vr))
        {
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], value.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head[6..], checked((ushort)value.Length));
            head = head[..8];
        }

        bytes.AddRange(head);
        var start = bytes.Count;
        bytes.AddRange(value);
        return start;
    }

    /// <summary>The elements written so far.</summary>
    public byte[] ToArray() => [.. bytes];

    /// <summary>The preamble, the prefix and these elements as the file meta information group (PS3.10 7.1).</summary>
    public byte[] ToFileHead()
    {
        var group = ToArray();
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, group.Length);
        var head = new Part10Writer();
        head.bytes.AddRange(new byte[128]);
        head.bytes.AddRange("DICM"u8);
        head.Value(0x00020000, "UL", length);
        head.bytes.AddRange(group);
        return head.ToArray();
    }

    private static void WriteTag(Span<byte> target, uint tag)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)tag);
    }
}
