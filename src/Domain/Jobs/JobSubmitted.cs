using System.Text.Json;

namespace EventDicom.Domain.Jobs;

/// <summary>Somebody asked for a job. Who, and from where, is in the metadata of the event.</summary>
/// <param name="JobId">UUID in lower case.</param>
/// <param name="Command">What was asked, as the kind of job wrote it down.</param>
/// <param name="Content">Public content that is known from the start.</param>
/// <param name="Instances">How many instances it has to handle.</param>
/// <param name="UserData">What the client gave along for itself; <c>null</c> for nothing, as in events of earlier versions.</param>
public sealed record JobSubmitted(
    string JobId,
    string Type,
    JsonElement Command,
    JsonElement Content,
    string Description,
    int Priority,
    bool Permissive,
    int Instances,
    DateTimeOffset SubmittedAt,
    JsonElement? UserData = null);
