using EventDicom.Domain;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Recording;
using EventDicom.Projections.Resources;

namespace EventDicom.Projections.Tests.Resources;

public class KeepingWhatWasReadOfTheArchive
{
    private static readonly ArchiveStatistics s_read = new(1, 2, 3, 4, 5, 6);

    private readonly Commits _commits = new();

    [Fact]
    public void What_was_read_is_good_until_a_patient_changes()
    {
        var cache = new ViewCache(enabled: true, _commits);
        cache.KeepOfArchive(s_read, cache.Now);
        Assert.True(cache.TryGetOfArchive<ArchiveStatistics>(out var kept));
        Assert.Same(s_read, kept);

        _commits.Tell([new PatientDeleted(OrthancId.OfPatient("A"), DateTimeOffset.UnixEpoch)]);
        Assert.False(cache.TryGetOfArchive<ArchiveStatistics>(out _));
    }

    [Fact]
    public void What_was_read_while_something_changed_is_not_kept()
    {
        var cache = new ViewCache(enabled: true, _commits);
        var readAt = cache.Now;
        _commits.Tell([new PatientDeleted(OrthancId.OfPatient("A"), DateTimeOffset.UnixEpoch)]);
        cache.KeepOfArchive(s_read, readAt);
        Assert.False(cache.TryGetOfArchive<ArchiveStatistics>(out _));
    }

    [Fact]
    public void Where_other_nodes_write_nothing_is_kept()
    {
        var cache = new ViewCache(enabled: false, _commits);
        cache.KeepOfArchive(s_read, cache.Now);
        Assert.False(cache.TryGetOfArchive<ArchiveStatistics>(out _));
    }
}
