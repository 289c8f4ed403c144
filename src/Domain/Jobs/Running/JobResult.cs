using System.Text.Json.Nodes;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>How a job ended well.</summary>
/// <param name="Content">Added to the public <c>Content</c>, in place of members of the same name.</param>
/// <param name="Outputs">Files that the job leaves in <see cref="JobOutputs"/>.</param>
public sealed record JobResult(JsonObject Content, params IReadOnlyList<JobOutput> Outputs)
{
    /// <summary>What the job did to resources, for their own streams.</summary>
    public IReadOnlyList<Deed> Deeds { get; init; } = [];
}

/// <summary>A file that a job leaves, answered to <c>GET /jobs/{id}/{key}</c>.</summary>
/// <param name="Key">E.g. <c>archive</c>.</param>
public sealed record JobOutput(string Key, string ContentType, string FileName);
