using System.Buffers.Binary;

namespace EventDicom.Dimse.Pdus;

/// <summary>Walks over the items of one level (PS3.8 section 9.3.1). None reaches over the end of what it is in.</summary>
internal ref struct ItemReader(ReadOnlySpan<byte> items)
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _left = items;

    public byte Type { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    /// <exception cref="PduFormatException">An item is longer than what it is in.</exception>
    public bool MoveNext()
    {
        if (_left.IsEmpty) return false;
        if (_left.Length < HeaderLength) throw Malformed("bytes are left after the last item");
        int length = BinaryPrimitives.ReadUInt16BigEndian(_left[2..]);
        if (length > _left.Length - HeaderLength) throw Malformed($"an item of type {_left[0]:x2}H is longer than what it is in");
        Type = _left[0];
        Content = _left.Slice(HeaderLength, length);
        _left = _left[(HeaderLength + length)..];
        return true;
    }

    /// <summary>The content as a UID, without padding.</summary>
    /// <exception cref="PduFormatException">It is empty or too long for one (PS3.5 section 9.1).</exception>
    public readonly string Uid() => Uid(Content);

    public static string Uid(ReadOnlySpan<byte> content)
    {
        var uid = Printable.Of(content);
        return uid.Length is > 0 and <= PduLimits.LongestUid ? uid : throw Malformed($"a UID has {content.Length} bytes");
    }

    /// <exception cref="PduFormatException">It is shorter.</exception>
    public readonly ReadOnlySpan<byte> AtLeast(int length) =>
        Content.Length >= length ? Content : throw Malformed($"an item of type {Type:x2}H has only {Content.Length} bytes");

    public static PduFormatException Malformed(string what) => new(AbortReason.InvalidPduParameterValue, $"Malformed PDU: {what}");
}
