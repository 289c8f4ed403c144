using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET …/metadata</c> of a study, series or instance (PS3.18 section 10.4.1.1.2): all attributes, bytes by the address where they can be
/// had. Of each file no more is read than its attributes take, several files at a time.
/// </summary>
public sealed class MetadataEndpoint(
    ResourceQueries queries, StoredFiles files, IndexedMetadata indexed, SpoolFolder spools, DicomDictionary dictionary,
    DicomWebAddresses addresses, DicomWebOptions options) : DicomWebEndpoint
{
    public override void Configure()
    {
        Get($"{OfStudy}/metadata", $"{OfSeries}/metadata", $"{OfInstance}/metadata");
        DescribeUids(Allow.View, "Read the attributes of each instance, without bulk data")
            .Answers(Shape.ArrayOf(Shape.AnyMembers), "One object for each instance", ModelTypes.Json)
            .AnswersText("One part for each instance", ModelTypes.Multipart);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var type = ModelTypes.OfMetadata(HttpContext.Request);
        var path = Path;
        var root = addresses.Of(HttpContext.Request);
        var isOne = path.Level == ResourceLevel.Instance;
        var answer = new ModelAnswer(HttpContext.Response, type);
        var isThere = false;
        var models = SourceOf(path.Level) != DicomWebMetadata.Full
            ? indexed.OfAsync(path, root, type, ExtrapolatedTags(path.Level), ct)
            : InOrder.SelectAsync(
                queries.ByUidsAsync(path, ct), options.MetadataWorkerThreadsCount,
                (instance, stop) => ReadAsync(instance, root, type, isOne, stop), ct);
        await foreach (var model in models)
        {
            using (model)
            {
                isThere = true;
                if (model is not null) await answer.AddAsync(model, ct);
            }
        }
        if (!isThere) throw Missing(path);
        await answer.EndAsync(ct);
    }

    private DicomWebMetadata SourceOf(ResourceLevel level) => level switch
    {
        ResourceLevel.Study => options.StudiesMetadata,
        ResourceLevel.Series => options.SeriesMetadata,
        _ => DicomWebMetadata.Full,
    };

    private IReadOnlyList<DicomTag> ExtrapolatedTags(ResourceLevel level) => SourceOf(level) != DicomWebMetadata.Extrapolate ? []
        : level == ResourceLevel.Study ? options.StudiesMetadataExtrapolatedTags : options.SeriesMetadataExtrapolatedTags;

    // Of many instances one whose file cannot be read is left out, and named in the log; one alone is refused.
    private async Task<SpooledStream?> ReadAsync(InstanceByUids instance, string root, ModelType type, bool isOne, CancellationToken ct)
    {
        var shown = new DicomModelOptions { BulkDataAddress = $"{root}{instance.Path}/bulk", Other = options.OtherBinaryMode };
        var spool = spools.Open();
        var isRead = false;
        try
        {
            if (isOne) isRead = await files.UseAsync(instance.File.Stored, whole: true, Write, ct);
            else isRead = await files.TryUseAsync(instance.File.Stored, whole: true, Write, ct);
        }
        finally
        {
            if (!isRead) await spool.DisposeAsync();
        }
        return isRead ? spool : null;

        bool Write(DicomFile file)
        {
            spool.SetLength(0);
            ModelAnswer.Write(spool, file.Dataset, type, dictionary, shown);
            return true;
        }
    }
}
