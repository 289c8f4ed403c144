using EventDicom.Domain;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}/statistics</c>. As in Orthanc, an id of another level is one without content.</summary>
public sealed class StatisticsEndpoint(ResourceQueries queries, AttachmentQueries attachments) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/statistics"));
        Describe(Allow.View, "Count what belongs to one {level}").Answers(Shape.Named("{Level}Statistics"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var statistics = await queries.StatisticsAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var attached = await attachments.SizesAsync(statistics.Level, Id, ct);
        if (statistics.Level != Level) (statistics, attached) = (new(Level, 0, 0, 0, 0), default);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            if (statistics.Level <= ResourceLevel.Series) json.WriteNumber("CountInstances", statistics.Instances);
            if (statistics.Level <= ResourceLevel.Study) json.WriteNumber("CountSeries", statistics.Series);
            if (statistics.Level == ResourceLevel.Patient) json.WriteNumber("CountStudies", statistics.Studies);
            ByteCount.Write(json, "DicomDiskSize", statistics.Size - attached.Saved);
            ByteCount.Write(json, "DicomUncompressedSize", statistics.Size);
            ByteCount.Write(json, "DiskSize", statistics.Size - attached.Saved + attached.Stored);
            ByteCount.Write(json, "UncompressedSize", statistics.Size + attached.Uncompressed);
            json.WriteEndObject();
        });
    }
}
