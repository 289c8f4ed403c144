using System.Text.Json;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Jobs;

/// <summary>A job has done all that it had to.</summary>
/// <param name="Content">Public content beside that of the submission.</param>
/// <param name="Runtime">Seconds that the steps have taken.</param>
public sealed record JobSucceeded(string JobId, JsonElement Content, IReadOnlyList<JobOutput> Outputs, double Runtime,
    DateTimeOffset SucceededAt);
