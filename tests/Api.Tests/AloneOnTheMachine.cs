namespace EventDicom.Api.Tests;

/// <summary>Tests that put a server of their own under load: one after the other, and none beside them.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
