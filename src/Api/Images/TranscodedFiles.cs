using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary>Answers stored instances in other transfer syntaxes, no more of them at once than memory allows. Nothing is stored.</summary>
public sealed class TranscodedFiles(Frames frames, MemoryGate memory)
{
    /// <exception cref="OrthancException">Error 2: the instance cannot be had in this syntax; 15: it is damaged.</exception>
    public async Task AnswerAsync(HttpContext context, InstanceFile file, DicomTransferSyntax target, CancellationToken ct)
    {
        using var spool = new SpooledStream();
        await ConvertAsync(file, target, spool, ct);
        spool.Position = 0;
        context.Response.ContentType = "application/dicom";
        context.Response.ContentLength = spool.Length;
        context.Response.Headers.ContentDisposition = $"filename=\"{file.FileUuid}.dcm\"";
        await spool.CopyToAsync(context.Response.Body, ct);
    }

    private async Task ConvertAsync(InstanceFile file, DicomTransferSyntax target, SpooledStream spool, CancellationToken ct)
    {
        using var instance = frames.Open(file);
        using var room = await memory.EnterAsync(Room(instance, file), ct);
        Frames.Guard(() =>
        {
            // Whoever asks twice gets the same instance twice.
            DicomTranscoder.Transcode(instance.File, target, lossyInstanceUid: DicomUIDGenerator.Derive($"{file.Id}|{target}")).File.Save(spool);
            return spool;
        });
    }

    private static long Room(OpenInstance instance, InstanceFile file)
    {
        if (!instance.File.Dataset.Contains(DicomTag.PixelData)) return file.Size;
        var pixels = Frames.Describe(instance);
        return (long)Int128.Min(file.Size + ((Int128)pixels.Format.FrameLength * pixels.NumberOfFrames), long.MaxValue);
    }
}
