using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>A job to submit.</summary>
/// <param name="Type">Names the <see cref="IJobKind"/>.</param>
/// <param name="Command">What was asked, for the kind to read at each step, and for the history: the event keeps it, so no secrets.</param>
/// <param name="Instances">Worked through in this order; none for a job that is a single step.</param>
/// <param name="Content">Public members of <c>Content</c> that are known from the start, beside <c>Description</c> and, for a job with
/// instances, <c>InstancesCount</c> and <c>FailedInstancesCount</c>.</param>
public sealed record NewJob(string Type, JsonElement Command, IReadOnlyList<OrthancId> Instances, JsonObject Content, Origin Origin)
{
    /// <summary>Orthanc's text for what REST clients ask for.</summary>
    public string Description { get; init; } = "REST API";

    /// <summary>Higher ones start first.</summary>
    public int Priority { get; init; }

    /// <summary>What the steps need and no event may hold, as the headers of a request that let us in; <c>null</c> for nothing. Kept as
    /// long as the job may need it.</summary>
    public JsonElement? Secret { get; init; }

    /// <summary>Whether instances that fail are counted instead of failing the job.</summary>
    public bool Permissive { get; init; }

    /// <summary>What the client gave along for itself, any JSON; <c>null</c> for nothing.</summary>
    public JsonElement? UserData { get; init; }

    /// <summary>What else the request brought about: recorded with the job.</summary>
    public IReadOnlyList<Fact> Beside { get; init; } = [];

    internal Fact Submitted(string id, DateTimeOffset now) => new(JobStreams.Of(id), new JobSubmitted(
        id, Type, Command, JsonSerializer.SerializeToElement(Content), Description, Priority, Permissive, Instances.Count, now, UserData));
}
