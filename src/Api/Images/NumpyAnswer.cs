using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.Images;

/// <summary>
/// The frames of one or more instances as one NumPy array, frame by frame: each is decoded where there is memory for it, spooled, and sent
/// when that memory is free again. A series of any length takes no more than one frame does.
/// </summary>
/// <param name="onlyFrame">The only frame to send, without the axis of frames; null for all.</param>
public sealed class NumpyAnswer(StoredFiles stored, SpoolFolder spools, TimeProvider time, bool rescale, IReadOnlyList<StoredFile> files,
    int? onlyFrame)
{
    private const string ContentType = "application/octet-stream";

    // The name that NumPy gives to the only array of an archive; Orthanc writes it without ".npy".
    private const string Member = "arr_0";

    // Bytes of an array that is spooled as a whole, where its frames must be decompressed before anybody can say that there is an array.
    private const long MostSpooled = 256L << 20;

    /// <exception cref="UnreadableImageException">A frame is missing or cannot be decoded: nothing was sent.</exception>
    /// <exception cref="OrthancException">The instances do not go together (errors 23, 24): nothing was sent.</exception>
    public async Task SendAsync(HttpResponse response, bool compress, CancellationToken ct)
    {
        using var frame = spools.Open();
        var kind = await ReadFirstAsync(frame, ct);
        var (shape, count, isCertain) = Measure(ct);
        var header = NumpyHeader.Of(kind.Type, onlyFrame is null ? count : null, shape.Height, shape.Width, kind.Channels);
        var length = header.Length + (kind.Length * (long)count);
        using var whole = isCertain ? null : await PrepareAsync(header, kind, length, frame, ct);

        response.ContentType = ContentType;
        if (!compress)
        {
            response.ContentLength = length;
            await foreach (var piece in PiecesAsync(header, kind, frame, whole, ct)) await piece.CopyToAsync(response.Body, ct);
            return;
        }

        var entry = new ArchiveEntry(Member, _ => OpenAsync(PiecesAsync(header, kind, frame, whole, ct), length, ct));
        await ArchivePacker.PackAsync(new[] { entry }.ToAsyncEnumerable(), response.Body, time.GetLocalNow(), spools, ct);
    }

    /// <summary>Decodes all frames, as there is no way to say no once something was sent. Arrays that are too large to spool are decoded
    /// once more when they are sent.</summary>
    private async Task<SpooledStream?> PrepareAsync(byte[] header, Kind kind, long length, SpooledStream frame, CancellationToken ct)
    {
        var whole = length <= MostSpooled ? spools.Open() : null;
        try
        {
            await foreach (var piece in PiecesAsync(header, kind, frame, whole: null, ct))
                if (whole is not null) await piece.CopyToAsync(whole, ct);
            if (whole is null) await ReadFirstAsync(frame, ct);
            return whole;
        }
        catch
        {
            whole?.Dispose();
            throw;
        }
    }

    // The packer takes a small entry as a whole, and a large one as it comes.
    private static async ValueTask<Stream> OpenAsync(IAsyncEnumerable<Stream> pieces, long length, CancellationToken ct)
    {
        if (length > ArchivePacker.Part) return new PiecewiseStream(pieces.GetAsyncEnumerator(ct), length);

        var whole = new MemoryStream((int)length);
        await foreach (var piece in pieces) await piece.CopyToAsync(whole, ct);
        whole.Position = 0;
        return whole;
    }

    // Each is to be read to its end before the next is asked for.
    private async IAsyncEnumerable<Stream> PiecesAsync(byte[] header, Kind kind, SpooledStream frame, SpooledStream? whole,
        [EnumeratorCancellation] CancellationToken ct)
    {
        if (whole is not null)
        {
            whole.Position = 0;
            yield return whole;
            yield break;
        }

        yield return new MemoryStream(header);
        frame.Position = 0;
        yield return frame;
        if (onlyFrame is not null) yield break;

        foreach (var (number, file) in files.Index())
        {
            using var image = stored.OpenImage(file);
            for (var next = number == 0 ? 1 : 0; next < image.Pixels.NumberOfFrames; next++)
            {
                if (await ReadAsync(image, next, frame, ct) != kind)
                    throw new OrthancException(OrthancError.IncompatibleImageFormat, "The frames are of different types");
                frame.Position = 0;
                yield return frame;
            }
        }
    }

    private async Task<Kind> ReadFirstAsync(SpooledStream spool, CancellationToken ct)
    {
        using var image = stored.OpenImage(files[0]);
        return await ReadAsync(image, onlyFrame ?? 0, spool, ct);
    }

    private Task<Kind> ReadAsync(StoredImage image, int frame, SpooledStream spool, CancellationToken ct) =>
        stored.DecodeAsync(image, frame, DicomImage.MemoryForValues, decoded =>
        {
            var values = decoded.Values(rescale);
            spool.SetLength(0);
            spool.Write(values.Bytes.Span);
            return new Kind(values.Type, values.Channels, values.Bytes.Length);
        }, ct);

    // What the headers say, and whether that is enough to know that all frames can be decoded as the first was: those of the same
    // description whose bytes are all there.
    private (DicomPixelFormat Shape, int Count, bool IsCertain) Measure(CancellationToken ct)
    {
        DicomPixelFormat? shape = null;
        var (count, isCertain) = (0, true);
        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            using var image = stored.OpenImage(file);
            var pixels = image.Pixels;
            shape ??= pixels.Format;
            if ((shape.Width, shape.Height) != (pixels.Format.Width, pixels.Format.Height))
                throw new OrthancException(OrthancError.IncompatibleImageSize, "The frames have different sizes");
            if ((shape.SamplesPerPixel, shape.BitsAllocated, shape.IsSigned) != (pixels.Format.SamplesPerPixel, pixels.Format.BitsAllocated,
                pixels.Format.IsSigned))
                throw new OrthancException(OrthancError.IncompatibleImageFormat, "The frames are of different types");
            if (onlyFrame is not null) return (shape, 1, true);

            image.RequireAllFrames();
            count = checked(count + pixels.NumberOfFrames);
            isCertain &= pixels.Format == shape && !pixels.IsCompressed && pixels.Format.PhotometricInterpretation != "PALETTE COLOR";
        }
        return (shape!, count, isCertain || count == 1);
    }

    // What all frames must have in common: the type and number of their values, and the bytes that they take.
    private readonly record struct Kind(string Type, int Channels, int Length);
}
