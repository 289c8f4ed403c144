using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Modifying;
using EventDicom.Projections.Modifying;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary>Hands in the jobs that make new instances of stored ones.</summary>
public sealed class ModificationJobs(ResourceQueries queries, JobAnswer answers, PatientNumbers numbers)
{
    /// <summary>Modifies or anonymizes resources, and answers the request.</summary>
    /// <param name="request">Says how the job is to be run.</param>
    /// <param name="modification">What the command says.</param>
    public async Task<Refused?> AnswerAsync(
        HttpContext context, ModifyResources command, JsonElement request, Modification modification, IReadOnlyList<(ResourceLevel Level, string Id)> resources, Origin origin, CancellationToken ct)
    {
        if (modification.NamesPatient) command = command with { PatientName = await numbers.NextNameAsync(ct) };
        var content = new JsonObject
        {
            ["IsAnonymization"] = command.IsAnonymization,
            ["KeepSource"] = modification.KeepSource,
            ["ParentResources"] = new JsonArray([.. resources.Select(resource => (JsonNode)resource.Id)]),
        };
        // A bulk shows under this name what it has made.
        if (command.ResultLevel is not null)
            content["Resources"] = new JsonArray([.. resources.Select(resource => (JsonNode)new JsonObject { ["ID"] = resource.Id, ["Type"] = resource.Level.ToString() })]);
        return await AnswerAsync(context, ModifyResources.JobType, command, request, modification, resources, origin, content, ct);
    }

    /// <param name="request">Says how the job is to be run.</param>
    /// <param name="modification">What the command says.</param>
    public async Task<Refused?> AnswerAsync<T>(
        HttpContext context, string type, T command, JsonElement request, Modification modification, IReadOnlyList<(ResourceLevel Level, string Id)> resources, Origin origin,
        JsonObject content, CancellationToken ct)
    {
        var wanted = JobRequest.Read(request);
        var instances = await queries.InstancesAsync(resources, ct);
        if (modification.TransferSyntax is { } syntax)
        {
            content["Transcode"] = syntax.UID;
            if (modification.LossyQuality is { } quality) content["LossyQuality"] = quality;
        }
        // Of a job without instances nothing else tells that it could have had some.
        if (instances.Count == 0) (content["FailedInstancesCount"], content["InstancesCount"]) = (0, 0);
        return await answers.AnswerAsync(
            context,
            new(type, JsonSerializer.SerializeToElement(command), instances, content, origin) { Priority = wanted.Priority, Permissive = wanted.Permissive, UserData = wanted.UserData },
            wanted.IsSynchronous);
    }
}
