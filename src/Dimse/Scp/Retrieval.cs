using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Sending;

namespace EventDicom.Dimse.Scp;

/// <summary>Finds the instances that a C-MOVE or C-GET asks for, and has them ready to be sent.</summary>
public sealed class Retrieval(Finder finder, IStoredInstances stored, StoredFiles files, FileReading reading)
{
    // As many as one question to the database is about.
    private const int Chunk = 64;

    /// <returns>What makes no sense, where something does not.</returns>
    internal async Task<(RetrieveKey? Key, string? Problem)> ReadAsync(ReceivedMessage message)
    {
        var (identifier, problem) = await Identifier.ReadAsync(message, reading);
        return identifier is null ? (null, problem) : RetrieveKey.Read(identifier);
    }

    /// <summary>The instances in the order in which they are sent: series by series, each by InstanceNumber.</summary>
    /// <returns>With those of the values that were found.</returns>
    internal async Task<(IReadOnlyList<OrthancId> Instances, IReadOnlySet<string> Values)> FindAsync(RetrieveKey key, CancellationToken ct)
    {
        var query = QueryOf(ResourceLevel.Instance, key) with
        {
            Order =
            [
                new(DicomTag.SeriesInstanceUID, null, SortForm.Text, Descending: false),
                new(DicomTag.InstanceNumber, null, SortForm.WholeNumber, Descending: false),
            ],
            Requested = [key.Tag],
        };
        var (instances, values) = (new List<OrthancId>(), new HashSet<string>());
        await foreach (var match in finder.SearchAsync(query, ct))
        {
            instances.Add(new(match.Id));
            if (match.Values.TryGetValue(key.Tag, out var value) && value.Text is { } text) values.Add(text.Trim(' ', '\0'));
        }
        return (instances, values);
    }

    /// <summary>The resources themselves.</summary>
    internal async Task<IReadOnlyList<ExportedResource>> ResourcesAsync(RetrieveKey key, CancellationToken ct)
    {
        var resources = new List<ExportedResource>();
        await foreach (var match in finder.SearchAsync(QueryOf(key.Level, key), ct)) resources.Add(new(key.Level, new(match.Id), ""));
        return resources;
    }

    /// <summary>Hands out instances to send, some at a time.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<RetrievedInstance>> OpenAsync(IReadOnlyList<OrthancId> instances)
    {
        foreach (var chunk in instances.Chunk(Chunk))
        {
            var held = await stored.SendableAsync(chunk, CancellationToken.None);
            yield return
            [
                .. chunk.Select(id => held.TryGetValue(id, out var instance)
                    ? new RetrievedInstance(id, instance.File.Parents, instance.ToSend(id, files))
                    : new(id, null, null)),
            ];
        }
    }

    private static FindQuery QueryOf(ResourceLevel level, RetrieveKey key) => new(level)
    {
        Tags = [new(key.Tag, new TextMatch.OneOf(key.Values, CaseSensitive: true))],
        ReadsFiles = false,
    };
}

/// <summary>An instance that is to be sent to whoever retrieves it.</summary>
/// <param name="Parents">With <paramref name="ToSend"/> <c>null</c> where it was deleted meanwhile.</param>
internal sealed record RetrievedInstance(OrthancId Id, Lineage? Parents, InstanceToSend? ToSend);
