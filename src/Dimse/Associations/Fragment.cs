using System.Buffers;
using System.Buffers.Binary;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

/// <summary>A piece of a message: what a presentation data value holds (PS3.8 annex E.2).</summary>
internal readonly record struct Fragment(byte ContextId, bool IsCommand, bool IsLast, ReadOnlySequence<byte> Data)
{
    public const byte CommandBit = 1, LastBit = 2;

    private const int LengthLength = 4, InnerHeaderLength = 2;

    /// <summary>Takes the first of the values in a P-DATA-TF PDU.</summary>
    /// <param name="values">Is what follows it when this returns.</param>
    /// <exception cref="PduFormatException">There is none.</exception>
    public static Fragment Take(ref ReadOnlySequence<byte> values)
    {
        if (values.Length < PduLimits.FragmentHeaderLength)
            throw new PduFormatException(AbortReason.InvalidPduParameterValue, "Malformed PDU: bytes are left after the last value");
        Span<byte> header = stackalloc byte[PduLimits.FragmentHeaderLength];
        values.Slice(0, PduLimits.FragmentHeaderLength).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length < InnerHeaderLength || length > values.Length - LengthLength)
            throw new PduFormatException(AbortReason.InvalidPduParameterValue,
                $"Malformed PDU: a value has {length} bytes, of which only {values.Length} are there");

        var data = values.Slice(PduLimits.FragmentHeaderLength, length - InnerHeaderLength);
        values = values.Slice(LengthLength + length);
        return new(header[4], (header[5] & CommandBit) != 0, (header[5] & LastBit) != 0, data);
    }
}
