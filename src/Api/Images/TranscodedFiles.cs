using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary>Answers stored instances in other transfer syntaxes. Nothing is stored.</summary>
public sealed class TranscodedFiles(Frames frames, FileTranscoder transcoder, SpoolFolder spools)
{
    /// <param name="options">Say how much may be lost.</param>
    /// <exception cref="OrthancException">Error 2: the instance cannot be had in this syntax; 15: it is damaged.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task AnswerAsync(HttpContext context, InstanceFile file, DicomTransferSyntax target, DicomCodecOptions options, CancellationToken ct)
    {
        using var spool = spools.Open();
        await ConvertAsync(file, target, options, spool, ct);
        context.NameFile($"{file.FileUuid}.dcm");
        await context.Response.SendAsync(spool, "application/dicom", ct);
    }

    private async Task ConvertAsync(InstanceFile file, DicomTransferSyntax target, DicomCodecOptions options, SpooledStream spool, CancellationToken ct)
    {
        using var instance = frames.Open(file);
        try
        {
            // Whoever asks twice gets the same instance twice.
            await transcoder.TranscodeAsync(instance.File, target, result =>
            {
                result.Save(spool);
                return spool;
            }, ct, DicomUIDGenerator.Derive($"{file.Id}|{target}|{options.JpegQuality}"), options);
        }
        catch (Exception failure) when (Frames.Translate(failure) is { } told)
        {
            throw told;
        }
    }
}
