using System.Text.Json;
using Marten;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>What a step under way has done so far. Kept until the job has succeeded, starts over or is forgotten.</summary>
public sealed record JobNote(string Id, string JobId, JsonElement Content);

/// <summary>
/// What kinds of jobs write down in the middle of a step, for the next try of it: work that must not be done twice, because it was done
/// elsewhere.
/// </summary>
public sealed class JobNotes(IDocumentStore store)
{
    /// <param name="name">Of the step, or whatever else tells notes of a job apart.</param>
    public async Task<T?> ReadAsync<T>(string job, string name, CancellationToken ct)
        where T : class
    {
        await using var session = store.QuerySession();
        return (await session.LoadAsync<JobNote>(IdOf(job, name), ct))?.Content.Deserialize<T>();
    }

    /// <summary>All notes of a job, in the order of their names.</summary>
    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(string job, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        var notes = await session.Query<JobNote>().Where(note => note.JobId == job).OrderBy(note => note.Id).ToListAsync(ct);
        return [.. notes.Select(note => note.Content.Deserialize<T>()!)];
    }

    /// <summary>Writes a note down in place of the one before. When this returns, it survives any crash.</summary>
    public async Task WriteAsync<T>(string job, string name, T content, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        session.Store(new JobNote(IdOf(job, name), job, JsonSerializer.SerializeToElement(content)));
        await session.SaveChangesAsync(ct);
    }

    /// <summary>Turns the notes of a job into events, in one transaction: a second time there are none left.</summary>
    public async Task CloseAsync(string job, IReadOnlyList<Fact> facts, Origin origin, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        foreach (var (stream, @event) in facts) session.Events.Append(stream, EventMetadata.Build(session, @event, origin));
        session.DeleteWhere<JobNote>(note => note.JobId == job);
        await session.SaveChangesAsync(ct);
    }

    private static string IdOf(string job, string name) => $"{job}/{name}";
}
