using System.Buffers;
using System.Security.Cryptography;

namespace EventDicom.Domain.Blobs;

/// <summary>Tells the store's own files from those that others have put beside them.</summary>
internal static class BlobName
{
    private const int TemporaryLength = 32;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether it is a SHA-256: 64 lower-case hex digits.</summary>
    public static bool IsAddress(ReadOnlySpan<char> name) => IsHex(name, 2 * SHA256.HashSizeInBytes);

    /// <summary>Whether it is what <see cref="NewTemporary"/> gives.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) => IsHex(name, TemporaryLength);

    public static string NewTemporary() => Guid.NewGuid().ToString("n");

    private static bool IsHex(ReadOnlySpan<char> name, int length) => name.Length == length && !name.ContainsAnyExcept(s_hexDigits);
}
