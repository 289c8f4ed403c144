using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}/statistics</c>. As in Orthanc, an id of another level is one without content.</summary>
public sealed class StatisticsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/statistics"));
        Describe(Allow.View, "Count what belongs to one {level}").Answers(Shape.Named("{Level}Statistics"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var statistics = await queries.StatisticsAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        if (statistics.Level != Level) statistics = new(Level, 0, 0, 0, 0);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            if (statistics.Level <= ResourceLevel.Series) json.WriteNumber("CountInstances", statistics.Instances);
            if (statistics.Level <= ResourceLevel.Study) json.WriteNumber("CountSeries", statistics.Series);
            if (statistics.Level == ResourceLevel.Patient) json.WriteNumber("CountStudies", statistics.Studies);
            foreach (var name in (string[])["DicomDiskSize", "DicomUncompressedSize", "DiskSize", "UncompressedSize"])
                ByteCount.Write(json, name, statistics.Size);
            json.WriteEndObject();
        });
    }
}
