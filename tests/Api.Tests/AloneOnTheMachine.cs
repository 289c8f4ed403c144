namespace EventDicom.Api.Tests;

/// <summary>Tests that measure what a server takes of the machine, or take all of it: one after the other, and none beside them.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
