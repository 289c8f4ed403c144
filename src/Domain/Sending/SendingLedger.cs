using EventDicom.Domain.Instances;
using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Sending;

/// <summary>
/// Remembers what is sent without a job (C-MOVE that is answered inside the command, C-GET, <c>store-straight</c>) where jobs remember it,
/// too: as <see cref="InstancesSent"/> in the streams of the studies.
/// </summary>
public sealed class SendingLedger(Ledger ledger, IResources resources, IStoredInstances stored, ArchiveClock clock)
{
    /// <summary>Begins to take notes of one operation.</summary>
    /// <param name="origin">Who asked for it.</param>
    public SendingRecord Begin(Receiver receiver, Origin origin) => new(notes => WriteAsync(receiver, origin, notes));

    /// <summary>
    /// Sends one file that a client passes on, and remembers what came of it if its instance is stored: what is not stored here has no
    /// study in whose stream that could stand.
    /// </summary>
    /// <param name="instance">That its instance has, or would have.</param>
    /// <param name="send">May end in an <see cref="OperationCanceledException"/>, where the client does not wait for the receiver.</param>
    public async Task<SendOutcome> SendAsync(OrthancId instance, Receiver receiver, Origin origin, Func<Task<SendOutcome>> send)
    {
        var outcome = SendOutcome.GivenUp;
        try
        {
            return outcome = await send();
        }
        finally
        {
            if ((await stored.FilesAsync([instance], CancellationToken.None)).TryGetValue(instance, out var held))
            {
                await using var record = Begin(receiver, origin);
                await record.AddAsync(instance, held.Parents, outcome);
            }
        }
    }

    // A transaction for each study, for each holds its patient, and whoever held several could wait for another who does.
    private async Task WriteAsync(Receiver receiver, Origin origin, IReadOnlyList<SentStudy> notes)
    {
        foreach (var sent in InstancesSent.Of(job: null, receiver, notes, clock.Next()))
            await ledger.WriteAsync(async (transaction, ct) =>
            {
                // Deleted meanwhile, it was sent all the same; then there is nobody to wait for.
                await resources.LockAsync(transaction, ResourceLevel.Study, sent.StudyId, ct);
                return [new Entry(sent.Fact, origin)];
            }, CancellationToken.None);
    }
}

/// <summary>
/// What becomes of the instances of one operation: written down some at a time, so that a crash leaves few unsaid, and the rest when it is
/// over, however it ends. For one caller at a time.
/// </summary>
/// <param name="write">Writes notes down.</param>
public sealed class SendingRecord(Func<IReadOnlyList<SentStudy>, Task> write) : IAsyncDisposable
{
    /// <summary>Instances that are not written down yet, at most.</summary>
    public const int Most = 512;

    private readonly List<SentStudy> _notes = [];

    /// <param name="parents"><c>null</c> for what is not stored any more, and of which there is nothing to say.</param>
    public async Task AddAsync(OrthancId id, Lineage? parents, SendOutcome outcome)
    {
        if (parents is null) return;
        _notes.Add(new(parents.StudyId, parents.PatientId, [new(id, outcome.Status, outcome.Failure?.Reason)]));
        if (_notes.Count >= Most) await SaveAsync();
    }

    /// <summary>Writes down what is not yet. When this returns, it survives any crash.</summary>
    public async Task SaveAsync()
    {
        if (_notes is []) return;
        SentStudy[] notes = [.. _notes];
        // Where this fails halfway, a second try would say twice what is said already.
        _notes.Clear();
        await write(notes);
    }

    public async ValueTask DisposeAsync() => await SaveAsync();
}
