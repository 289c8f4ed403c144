using EventDicom.Benchmarks.Corpus;
using EventDicom.Benchmarks.Http;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>What a run works on. Instances with numbers from <see cref="CorpusShape.Count"/> on are extras that a step uploads for itself
/// and takes away again.</summary>
/// <param name="Shape">The corpus; one seed for each round.</param>
/// <param name="Connections">Connections of the rows that show concurrency.</param>
/// <param name="Time">How long one row is measured, for rows without a natural end.</param>
internal sealed record Plan(CorpusShape Shape, int Connections, TimeSpan Time)
{
    public InstanceTemplate Template { get; } = new(Shape);

    /// <summary>Deletes the studies of the instances from <paramref name="first"/> up to <paramref name="end"/>, exclusive. Those that are
    /// not there do not matter.</summary>
    public void Forget(Target target, int first, int end)
    {
        using var connection = new HttpConnection(target);
        for (var study = first / Shape.PerStudy; study * Shape.PerStudy < end; study++)
            connection.Exchange(target.Request("DELETE", $"/studies/{Shape.StudyOrthancId(study)}"));
    }
}
