using System.Buffers;
using System.Security.Cryptography;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Blobs;

/// <summary>Reads a body to its end: into memory while it is small, into a temporary file from a bound on.</summary>
internal static class ReceivedBody
{
    private const int CopyBuffer = 128 * 1024;

    /// <param name="newFile">Names the temporary file.</param>
    public static async Task<IncomingBlob> ReadAsync(Stream body, Func<string> newFile, CancellationToken cancellation)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await body.ReadAsync(rented.AsMemory(length), cancellation);
                if (read == 0) break;
                length += read;
                if (length > DiskBlobStore.LargestInMemory) return await SpoolAsync(rented.AsMemory(0, length), body, newFile(), cancellation);
                if (length == rented.Length) rented = Grow(rented, length);
            }

            var content = rented.AsSpan(0, length);
#pragma warning disable CA5351 // Orthanc's clients ask for the MD5 of attachments; the address of the bytes is SHA-256.
            var bytes = new ReceivedBytes(Convert.ToHexStringLower(SHA256.HashData(content)), Convert.ToHexStringLower(MD5.HashData(content)), length);
#pragma warning restore CA5351
            var blob = new IncomingBlob(rented, length, bytes);
            rented = null;
            return blob;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static async Task<IncomingBlob> SpoolAsync(ReadOnlyMemory<byte> start, Stream rest, string path, CancellationToken cancellation)
    {
        try
        {
#pragma warning disable CA5351 // See ReadAsync.
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            var length = 0L;

            void Take(ReadOnlySpan<byte> bytes)
            {
                md5.AppendData(bytes);
                sha256.AppendData(bytes);
                RandomAccess.Write(file, bytes, length);
                length += bytes.Length;
            }

            Take(start.Span);
            var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
            try
            {
                while (await rest.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) is > 0 and var read)
                    Take(buffer.AsSpan(0, read));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return new(path, new(Convert.ToHexStringLower(sha256.GetCurrentHash()), Convert.ToHexStringLower(md5.GetCurrentHash()), length));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static byte[] Grow(byte[] full, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
