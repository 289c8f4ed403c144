using System.IO.Compression;
using EventDicom.Domain.Blobs;

namespace EventDicom.Api.Instances;

/// <summary>A ZIP archive handed in where a DICOM file could be.</summary>
public static class ZipUpload
{
    /// <summary>Whether a body begins as a ZIP archive does: <c>PK\3\4</c>, or <c>PK\5\6</c> for one without entries.</summary>
    public static bool IsZip(IncomingBlob blob)
    {
        Span<byte> magic = stackalloc byte[4];
        using var stream = blob.OpenFile();
        return stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && (magic.SequenceEqual("PK\u0003\u0004"u8) || magic.SequenceEqual("PK\u0005\u0006"u8));
    }

    /// <exception cref="OrthancException">The archive has no readable directory.</exception>
    public static ZipArchive Open(IncomingBlob blob)
    {
        try
        {
            return new(blob.OpenFile(), ZipArchiveMode.Read);
        }
        catch (InvalidDataException damaged)
        {
            throw new OrthancException(OrthancError.BadFileFormat, $"Not a readable ZIP archive: {damaged.Message}");
        }
    }
}
