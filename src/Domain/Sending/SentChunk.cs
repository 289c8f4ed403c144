using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Sending;

/// <summary>
/// What came of the instances of a chunk so far. Written down while the next instance is on its way; what came while that took is written
/// down together.
/// </summary>
internal sealed class SentChunk(JobNotes notes, string job, OrthancId first)
{
    private readonly Dictionary<OrthancId, (SentInstance Sent, Lineage? Parents)> _sent = [];
    private readonly List<InstanceFailure> _failures = [];
    private Task _saving = Task.CompletedTask;
    private bool _isSaved = true;

    public int Count => _sent.Count;

    public ChunkOutcome Outcome => new(_failures) { Sent = [.. _sent.Values.Select(one => one.Sent)] };

    public bool Has(OrthancId id) => _sent.ContainsKey(id);

    /// <summary>Takes up what an earlier try has sent. What failed there is tried again.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        foreach (var study in await notes.ReadAsync<List<SentStudy>>(job, first.Value, ct) ?? [])
            foreach (var instance in study.Instances.Where(instance => instance.Failure is null))
                _sent[instance.InstanceId] = (instance, new(OrthancId.None, study.StudyId, study.PatientId));
    }

    /// <param name="parents"><c>null</c> for what is not stored any more.</param>
    public void Add(OrthancId id, Lineage? parents, SendOutcome outcome)
    {
        var failure = outcome.Failure;
        _sent[id] = (new(id, outcome.Status, failure?.Reason), parents);
        if (failure is not null) _failures.Add(new(id, failure.Error, failure.Reason));
        _isSaved = false;
        if (_saving.IsCompletedSuccessfully) _saving = WriteAsync();
    }

    /// <summary>When this returns, all of it is written down.</summary>
    public async Task SaveAsync()
    {
        await _saving;
        if (!_isSaved) await (_saving = WriteAsync());
    }

    private Task WriteAsync()
    {
        _isSaved = true;
        var studies = _sent.Values.Where(one => one.Parents is not null)
            .GroupBy(one => (one.Parents!.StudyId, one.Parents.PatientId), one => one.Sent)
            .Select(study => new SentStudy(study.Key.StudyId, study.Key.PatientId, [.. study]))
            .ToList();
        return notes.WriteAsync(job, first.Value, studies, CancellationToken.None);
    }
}
