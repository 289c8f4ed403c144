using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Sending;

/// <summary>Sends instances to a DICOMweb server by STOW-RS, each in a request of its own.</summary>
public sealed class StowJob(IStoredInstances stored, StoredFiles files, JobNotes notes, ArchiveClock clock, IDicomWebClient client)
    : SendingKind(stored, files, notes, clock)
{
    public override string Type => StowOrder.JobType;

    protected override Receiver ReceiverOf(JobContext job)
    {
        var order = job.Read<StowOrder>();
        return new(ReceiverKind.DicomWebServer, order.Server, order.Url);
    }

    protected override IInstanceSender SenderFor(JobContext job) =>
        client.SenderTo(job.Read<StowOrder>().Server, RequestHeaders.Of(job));

    protected override Refused FailureOf(Refused failure) => FunctionFailure.Of(failure);
}

/// <summary>What a job keeps that sends to a DICOMweb server: for ever, and so without what lets us in there.</summary>
/// <param name="Server">Its symbolic name.</param>
public sealed record StowOrder(string Server, string Url)
{
    public const string JobType = "DicomWebStowClient";

    /// <summary>Instances that the content of a job names at most, for an event holds it.</summary>
    public const int MostNamed = 5000;

    /// <param name="size">Bytes of the files of all instances.</param>
    /// <param name="headers">Of the requests; kept as long as the job may need them.</param>
    /// <inheritdoc cref="ModalityStoreOrder.ToJob"/>
    public NewJob ToJob(
        IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances, long size,
        IReadOnlyDictionary<string, string> headers, Origin origin)
    {
        // Numbers are texts, as Orthanc's plugin has them.
        var content = new JsonObject
        {
            [nameof(Server)] = Server,
            ["InstancesCount"] = instances.Count.ToString(CultureInfo.InvariantCulture),
            ["NetworkSizeMB"] = (size >> 20).ToString(CultureInfo.InvariantCulture),
            ["Resources"] = Named(resources, instances),
        };
        return new(JobType, JsonSerializer.SerializeToElement(this), instances, content, origin)
        {
            Secret = RequestHeaders.ToSecret(headers),
        };
    }

    // What the request named at each level, and beside it all instances, whatever it named.
    private static JsonObject Named(IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances)
    {
        var named = new JsonObject();
        foreach (var (level, name) in ((ResourceLevel, string)[])
            [(ResourceLevel.Patient, "Patients"), (ResourceLevel.Study, "Studies"), (ResourceLevel.Series, "Series")])
            if (resources.Where(resource => resource.Level == level).Select(resource => resource.Id).ToList() is [_, ..] ids)
                named[name] = Ids(ids);
        named["Instances"] = Ids(instances.Take(MostNamed));
        return named;
    }

    private static JsonArray Ids(IEnumerable<OrthancId> ids) => [.. ids.Select(id => (JsonNode)id.Value)];
}
