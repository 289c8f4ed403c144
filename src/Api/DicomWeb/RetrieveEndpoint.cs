using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET</c> of a study, series or instance (PS3.18 section 10.4.1.1.1): its files, one part for each, in the transfer syntax that is
/// accepted.
/// </summary>
public sealed class RetrieveEndpoint(ResourceQueries queries, StoredFiles files, SpoolFolder spools) : DicomWebEndpoint
{
    private const string Dicom = "application/dicom";

    public override void Configure()
    {
        Get(OfStudy, OfSeries, OfInstance);
        DescribeUids(Allow.Download, "Download the DICOM file of each instance")
            .AnswersBytes("One part for each instance", ModelTypes.Multipart);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (target, isDemanded) = WantedSyntax(HttpContext.Request);
        var path = Path;
        var answer = new MultipartAnswer(HttpContext.Response, Dicom);
        var isThere = false;
        await foreach (var instance in queries.ByUidsAsync(path, ct))
        {
            isThere = true;
            await using var content = await OpenAsync(instance, target, isDemanded, ct);
            await answer.AddAsync(Dicom, content, content.Length, ct);
        }
        if (!isThere) throw Missing(path);
        await answer.EndAsync(ct);
    }

    // A file that has the syntax already is sent as it is, byte for byte; so is one that cannot be had in it where nobody insists, as
    // films.
    private async Task<Stream> OpenAsync(InstanceByUids instance, DicomTransferSyntax? target, bool isDemanded, CancellationToken ct)
    {
        var file = instance.File;
        if (target is null || instance.IsIn(target)) return files.Open(file.Stored);

        try
        {
            // Whoever asks twice gets the same instance twice.
            var lossyUid = DicomUIDGenerator.Derive($"{file.Id}|{target}");
            return await spools.FillAsync(
                spool => files.TranscodeAsync(file.Stored, target, lossyUid, options: null, spool, ct));
        }
        catch (UnreadableImageException) when (!isDemanded)
        {
            return files.Open(file.Stored);
        }
    }

    /// <returns>No syntax for that of the file; and whether the client has named it.</returns>
    private static (DicomTransferSyntax? Target, bool IsDemanded) WantedSyntax(HttpRequest request)
    {
        var ranges = MediaRange.Of(request);
        if (request.Headers.Accept.Count == 0) return (DicomTransferSyntax.ExplicitVRLittleEndian, false);
        var range = ranges.FirstOrDefault(IsServed)
            ?? throw Bad($"Instances can be had as {ModelTypes.Multipart}; type=\"{Dicom}\", with any transfer-syntax or with *");
        return range["transfer-syntax"] switch
        {
            null => (DicomTransferSyntax.ExplicitVRLittleEndian, false),
            "*" => (null, false),
            var uid when TransferSyntaxes.IsKnown(uid) => (DicomTransferSyntax.Lookup(uid), true),
            var uid => throw Bad($"Unsupported transfer syntax in WADO-RS: {uid}"),
        };
    }

    private static bool IsServed(MediaRange range) =>
        range.Type is "*/*" or "multipart/*" || (range.Type == ModelTypes.Multipart && range["type"] is null or "*/*" or Dicom);
}
