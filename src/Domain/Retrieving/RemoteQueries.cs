using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Retrieving;

/// <summary>
/// The queries that clients may come back to. No more than <c>QueryRetrieveSize</c>, and no more answers than fit into memory: those that
/// nobody has asked about for longest are forgotten first. None outlives the process.
/// </summary>
public sealed class RemoteQueries(FindOptions options)
{
    // Answers of all queries together; one has a few KB.
    private const int MostAnswers = 200_000;

    private readonly Lock _changing = new();

    // The one that was asked about last is at the end.
    private readonly LinkedList<RemoteQuery> _queries = [];

    /// <summary>Sorted.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_changing) return [.. _queries.Select(query => query.Id).Order(StringComparer.Ordinal)];
        }
    }

    public void Add(RemoteQuery query)
    {
        lock (_changing)
        {
            _queries.AddLast(query);
            while (_queries.Count > 1
                && (_queries.Count > options.QueryRetrieveSize || _queries.Sum(one => (long)one.Answers.Count) > MostAnswers))
                _queries.RemoveFirst();
        }
    }

    /// <returns><c>null</c> when there is none, or none any more.</returns>
    public RemoteQuery? Find(string id)
    {
        lock (_changing)
        {
            if (_queries.FirstOrDefault(query => query.Id == id) is not { } found) return null;
            _queries.Remove(found);
            _queries.AddLast(found);
            return found;
        }
    }

    public void Remove(string id)
    {
        lock (_changing)
        {
            if (_queries.FirstOrDefault(query => query.Id == id) is { } found) _queries.Remove(found);
        }
    }
}
