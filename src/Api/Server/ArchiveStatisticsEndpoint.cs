using EventDicom.Projections.Resources;

namespace EventDicom.Api.Server;

/// <summary><c>GET /statistics</c>: counts and bytes of the whole archive.</summary>
public sealed class ArchiveStatisticsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/statistics");
        Describe(Allow.View, "Count the resources and bytes of the archive").Answers(Shape.Named("Statistics"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var statistics = await queries.StatisticsAsync(ct);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("CountInstances", statistics.Instances);
            json.WriteNumber("CountPatients", statistics.Patients);
            json.WriteNumber("CountSeries", statistics.Series);
            json.WriteNumber("CountStudies", statistics.Studies);
            ByteCount.Write(json, "TotalDiskSize", statistics.DiskSize);
            ByteCount.Write(json, "TotalUncompressedSize", statistics.UncompressedSize);
            json.WriteEndObject();
        });
    }
}
