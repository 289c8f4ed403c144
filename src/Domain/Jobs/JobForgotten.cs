namespace EventDicom.Domain.Jobs;

/// <summary>An ended job is no longer listed, because somebody said so or because newer ones took its place. Its history stays.</summary>
public sealed record JobForgotten(string JobId, DateTimeOffset ForgottenAt);
