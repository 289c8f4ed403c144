using System.Buffers.Binary;

namespace EventDicom.Dicom.Tests.Fuzz;

/// <summary>Damages a file the way broken writers, networks and attackers do; the same seed, the same damage.</summary>
internal static class Mutation
{
    private static readonly uint[] s_numbers =
        [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FE00010, 0x00100020];

    private static readonly byte[][] s_tokens =
    [
        [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0],
        [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0], [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0], [0xFF, 0xFE, 0xE0, 0x00, 0, 0, 0, 8],
        [0xE0, 0x7F, 0x10, 0x00], [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        "SQ\0\0"u8.ToArray(), "UN\0\0"u8.ToArray(), "OB"u8.ToArray(), "LO"u8.ToArray(), "UT"u8.ToArray(), "??"u8.ToArray(),
        "ZZ"u8.ToArray(),
        [0x08, 0x00, 0x05, 0x00], [0x09, 0x00, 0x10, 0x00], [0x09, 0x00, 0x01, 0x10], [0x02, 0x00, 0x10, 0x00],
        "1.2.840.10008.1.2.1.99"u8.ToArray(), "1.2.840.10008.1.2.2\0"u8.ToArray(), "1.2.840.10008.1.2\0"u8.ToArray(),
        "ISO 2022 IR 87"u8.ToArray(), [0x1B, 0x24, 0x42],
    ];

    public static byte[] Of(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (var damages = random.Next(1, 4); damages > 0 && bytes.Count > 0; damages--)
            Damage(bytes, random);

        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        // Most of what decides how the rest is read stands in front
        var at = random.Next(3) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(bytes.Count, 1200));
        var length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: Put(bytes, at, Number(random)); break;
            case 3: Put(bytes, at, s_tokens[random.Next(s_tokens.Length)]); break;
            case 4: bytes.InsertRange(at, s_tokens[random.Next(s_tokens.Length)]); break;
            case 5: bytes.RemoveRange(at, length); break;
            case 6 when random.Next(5) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 7: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            default: Repeat(bytes, at, length, random.Next(1, 200)); break;
        }
    }

    private static byte[] Number(Random random)
    {
        var number = new byte[random.Next(2) == 0 ? 2 : 4];
        var value = s_numbers[random.Next(s_numbers.Length)];
        if (number.Length == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);

        return number;
    }

    private static void Put(List<byte> bytes, int at, byte[] value)
    {
        for (var i = 0; i < value.Length && at + i < bytes.Count; i++)
            bytes[at + i] = value[i];
    }

    private static void Repeat(List<byte> bytes, int at, int length, int times)
    {
        var part = bytes.GetRange(at, length);
        for (; times > 0; times--)
            bytes.InsertRange(at, part);
    }
}
