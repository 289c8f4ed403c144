using System.IO.Compression;
using EventDicom.Dicom;
using EventDicom.Projections.Resources;
using Microsoft.AspNetCore.Http.Features;

namespace EventDicom.Api.Images;

/// <summary>The frames of one or more instances as one NumPy array, sent frame by frame: a series of any length takes the memory of a frame.</summary>
/// <param name="onlyFrame">The only frame to send, without the axis of frames; null for all.</param>
public sealed class NumpyAnswer(Frames frames, bool rescale, IReadOnlyList<InstanceFile> files, int? onlyFrame)
{
    private const string ContentType = "application/octet-stream";

    // The name that NumPy gives to the only array of an archive; Orthanc writes it without ".npy".
    private const string Member = "arr_0";

    /// <exception cref="OrthancException">The first frame cannot be decoded, or the instances do not go together (errors 23, 24).</exception>
    public async Task SendAsync(HttpResponse response, bool compress, CancellationToken ct)
    {
        var (shape, count) = Measure(ct);
        var first = await ReadAsync(files[0], onlyFrame ?? 0, ct);
        var header = NumpyHeader.Of(first.Type, onlyFrame is null ? count : null, shape.Height, shape.Width, first.Channels);

        response.ContentType = ContentType;
        if (!compress)
        {
            response.ContentLength = header.Length + (first.Bytes.Length * (long)count);
            await WriteAsync(response.Body, header, first, ct);
            return;
        }

        // The archive's own closing records are written synchronously, a few bytes each.
        response.HttpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var archive = await ZipArchive.CreateAsync(response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await using var member = await archive.CreateEntry(Member, CompressionLevel.Fastest).OpenAsync(ct);
        await WriteAsync(member, header, first, ct);
    }

    private async Task WriteAsync(Stream output, byte[] header, DicomArray first, CancellationToken ct)
    {
        await output.WriteAsync(header, ct);
        await output.WriteAsync(first.Bytes, ct);
        if (onlyFrame is not null) return;

        foreach (var (file, number) in files.Select((file, number) => (file, number)))
        {
            using var instance = frames.Open(file);
            var pixels = Frames.Describe(instance);
            for (var frame = number == 0 ? 1 : 0; frame < pixels.NumberOfFrames; frame++)
            {
                var values = await frames.UseAsync(instance, pixels, frame, image => image.Values(rescale), ct);
                if (values.Type != first.Type || values.Bytes.Length != first.Bytes.Length)
                    throw new OrthancException(OrthancError.IncompatibleImageFormat, "The frames are of different types");
                await output.WriteAsync(values.Bytes, ct);
            }
        }
    }

    // What the headers say, before anything is sent: later there is no way to say no.
    private (DicomPixelFormat Shape, int Count) Measure(CancellationToken ct)
    {
        DicomPixelFormat? shape = null;
        var count = 0;
        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            using var instance = frames.Open(file);
            var pixels = Frames.Describe(instance);
            shape ??= pixels.Format;
            if ((shape.Width, shape.Height) != (pixels.Format.Width, pixels.Format.Height))
                throw new OrthancException(OrthancError.IncompatibleImageSize, "The frames have different sizes");
            if ((shape.SamplesPerPixel, shape.BitsAllocated, shape.IsSigned) != (pixels.Format.SamplesPerPixel, pixels.Format.BitsAllocated, pixels.Format.IsSigned))
                throw new OrthancException(OrthancError.IncompatibleImageFormat, "The frames are of different types");
            count = checked(count + pixels.NumberOfFrames);
        }
        return onlyFrame is null ? (shape!, count) : (shape!, 1);
    }

    private Task<DicomArray> ReadAsync(InstanceFile file, int frame, CancellationToken ct) =>
        frames.UseAsync(file, frame, image => image.Values(rescale), ct);
}
