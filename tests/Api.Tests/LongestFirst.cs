using EventDicom.Api.Tests;
using EventDicom.Api.Tests.Backups;
using EventDicom.Api.Tests.Crash;
using EventDicom.Api.Tests.Http;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("EventDicom.Api.Tests." + nameof(LongestFirst), "EventDicom.Api.Tests")]

namespace EventDicom.Api.Tests;

/// <summary>Begins with the collections that take longest, so that none of them is left to run by itself at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] s_long =
    [
        typeof(SendingRubbish), typeof(RecordingDeedsOnce), typeof(BackingUp), typeof(StartingOnTheWrongThings),
        typeof(KillingModifications), typeof(RunningOutOfThings), typeof(SurvivingKills), typeof(BringingBackOutputs),
        typeof(BringingBackJobs),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.CollectionDefinition is null ? Place(collection) : -1);

    // A class in no named collection is one, which bears its name.
    private static int Place(ITestCollection collection) =>
        Array.FindIndex(s_long, type => collection.DisplayName.Contains(type.FullName!, StringComparison.Ordinal)) is var place and >= 0
            ? place : s_long.Length;
}
