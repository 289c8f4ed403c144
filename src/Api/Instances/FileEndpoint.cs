using System.Globalization;
using EventDicom.Api.Configuration;
using EventDicom.Api.Images;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary>
/// <c>GET /instances/{id}/file</c>: the stored bytes; with <c>?transcode=</c> the instance in another transfer syntax, at a quality of
/// <c>lossy-quality</c> if that loses anything; its data set in JSON or XML where nothing else is accepted.
/// </summary>
public sealed class FileEndpoint(
    ResourceQueries queries, StoredFiles files, SpoolFolder spools, DicomModels models,
    OrthancConfiguration configuration) : OrthancEndpoint
{
    private const int LowestQuality = 1, BestQuality = 100;

    public override void Configure()
    {
        Get("/instances/{id}/file");
        Describe(Allow.Download, "Download the DICOM file of one {level}")
            .Takes(Argument.Transcode, Argument.LossyQuality, Argument.FileName)
            .AnswersBytes("The file", "application/dicom")
            .Answers(Shape.Anything, "The data set, as Accept asks for it", "application/dicom+json")
            .AnswersText("The data set, as Accept asks for it", "application/dicom+xml");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is not { } file) await NotAnsweredAsync();
        else if (HttpContext.Request.Query.TryGetValue("transcode", out var syntax))
            await AnswerTranscodedAsync(file, DicomTransferSyntax.Lookup(TransferSyntaxArgument.Require(syntax.ToString())), Quality(), ct);
        else if (DicomModels.TypeOf(HttpContext.Request) is { } type) await models.AnswerAsync(HttpContext.Response, file, type, ct);
        else await StoredBytes.AnswerAsync(HttpContext, file, files.Open(file.Stored));
    }

    private async Task AnswerTranscodedAsync(InstanceFile file, DicomTransferSyntax target, int quality, CancellationToken ct)
    {
        using var spool = spools.Open();
        // Whoever asks twice gets the same instance twice.
        var lossyUid = DicomUIDGenerator.Derive($"{file.Id}|{target}|{quality}");
        await files.TranscodeAsync(file.Stored, target, lossyUid, new() { JpegQuality = quality }, spool, ct);
        HttpContext.NameFile($"{file.FileUuid}.dcm");
        await HttpContext.Response.SendAsync(spool, "application/dicom", ct);
    }

    // Orthanc takes numbers beyond the scale.
    private int Quality()
    {
        if (!HttpContext.Request.Query.TryGetValue("lossy-quality", out var text))
            return configuration.Transcoding.DicomLossyTranscodingQuality;
        return uint.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quality)
            ? (int)Math.Clamp(quality, LowestQuality, BestQuality)
            : throw new OrthancException(OrthancError.ParameterOutOfRange, "lossy-quality must be a number from 1 to 100");
    }
}
