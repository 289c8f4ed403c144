using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>What the files of the store hold, against what they must hold.</summary>
internal static class FileContent
{
    private const int HashBuffer = 128 * 1024;

    /// <summary>Compares the length of a stored file, and its hash where that is wanted, with what was stored.</summary>
    /// <exception cref="DamagedFileException">They differ.</exception>
    public static void Compare(SafeFileHandle handle, StoredFile file, bool verify)
    {
        if (file.Size is { } size && RandomAccess.GetLength(handle) is var length && length != size)
            throw DamagedFileException.OfLength(file, length);
        if (verify && Hash(handle) is var actual && actual != file.Sha256) throw DamagedFileException.OfOtherBytes(file, actual);
    }

    /// <summary>Whether the file holds these bytes and no others.</summary>
    public static bool IsMadeOf(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(bytes.Length, HashBuffer) + 1);
        try
        {
            var length = 0;
            while (RandomAccess.Read(file, buffer, length) is > 0 and var read)
            {
                if (read > bytes.Length - length || !bytes.Slice(length, read).SequenceEqual(buffer.AsSpan(0, read))) return false;
                length += read;
            }
            return length == bytes.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>SHA-256 of the whole file, lower-case hex.</returns>
    public static string Hash(SafeFileHandle file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HashBuffer);
        try
        {
            var read = RandomAccess.Read(file, buffer, 0);
            // Most files are read in one piece, and hashed without a state that has to be kept between pieces.
            if (read < buffer.Length && RandomAccess.GetLength(file) == read)
                return Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, read)));

            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var length = 0L; read > 0; read = RandomAccess.Read(file, buffer, length))
            {
                sha256.AppendData(buffer, 0, read);
                length += read;
            }
            return Convert.ToHexStringLower(sha256.GetCurrentHash());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
