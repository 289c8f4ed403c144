namespace EventDicom.Api.Tests.Consumers;

/// <summary>A row of GET /changes as a client reads it.</summary>
internal sealed record Change(long Seq, string ChangeType, string Date, string ID, string Path, string ResourceType);
