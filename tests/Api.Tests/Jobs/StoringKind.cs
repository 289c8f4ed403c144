using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>A kind of job that stores a made-up instance for each number that it is given, slowly: to be killed at it.</summary>
internal sealed class StoringKind(Intake intake, IBlobStore blobs) : IJobKind
{
    public const string Name = "Storing";
    public const int Patient = 77;

    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(150);

    public string Type => Name;

    public static NewJob New(int instances) =>
        new(Name, JsonElement.Parse("{}"), [.. Enumerable.Range(1, instances).Select(number => new OrthancId($"{number}"))], [],
            Origin.Server);

    public async Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct)
    {
        await Task.WhenAll(instances.Select(instance =>
            StoreAsync(job, int.Parse(instance.Value, System.Globalization.CultureInfo.InvariantCulture))));
        await Task.Delay(s_work, ct);
        return new ChunkOutcome([], JsonSerializer.SerializeToElement(instances.Count));
    }

    public Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct) =>
        Task.FromResult<Answer<JobResult>>(new JobResult(new() { ["Found"] = findings.Sum(finding => finding.GetInt32()) }));

    private async Task StoreAsync(JobContext job, int number)
    {
        var bytes = SyntheticInstance.Create(Patient, instance: number).ToBytes();
        using var blob = await blobs.ReceiveAsync(new MemoryStream(bytes), CancellationToken.None);
        var header = InstanceHeader.Read(DicomFile.Open(bytes), MainDicomTags.Default).Value;
        var source = new SourceInstance(new("source"), new(new("source series"), new("source study"), new("source patient")), job.Id,
            IsAnonymization: true);
        await intake.StoreAsync(new(blob, header, job.Origin, source) { Overwrite = OverwriteRule.AsConfiguredUnlessSame });
    }
}
