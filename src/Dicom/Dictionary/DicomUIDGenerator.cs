using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>New UIDs under the root 2.25, which needs no registration: the root and a UUID as one decimal number (PS3.5 annex B.2), at most
/// 44 characters.</summary>
public static class DicomUIDGenerator
{
    private const string Root = "2.25.";

    public static string Generate() => FromUuid(Guid.NewGuid());

    public static string FromUuid(Guid uuid) =>
        Root + new BigInteger(uuid.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true)
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>The UID that a seed always gives, on every machine; different seeds give different ones, as far as SHA-256 does.</summary>
    public static string Derive(string seed) => FromUuid(DeriveUuid(seed));

    /// <summary>The UUID, version 8 of RFC 9562, that a seed always gives.</summary>
    public static Guid DeriveUuid(string seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
