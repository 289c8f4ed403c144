using System.Diagnostics;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Tests.Blobs;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>Worklists in a folder into which anybody may write.</summary>
public sealed class KeepingWorklistFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lines _log = new();

    private WorklistFolder Folder => field ??= new(_folder.Path, Reading.Default, _log);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task reads_whatever_lies_there_at_the_moment()
    {
        (await IdsAsync()).ShouldBeEmpty();
        Put("b.wl", Planned.Jane);
        Put("a.WL", Planned.John);
        Put("c.dcm", Planned.John);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "d.wl"));

        (await IdsAsync()).ShouldBe(["a", "b"]);
        (await Folder.FindAsync("b", CancellationToken.None))!.Content.Shown().ShouldBe(Planned.Jane.Shown());
        File.Delete(Path.Combine(_folder.Path, "a.WL"));
        (await IdsAsync()).ShouldBe(["b"]);
        _log.Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task takes_files_with_and_without_meta_information_and_in_any_syntax()
    {
        var planned = SyntheticInstance.Create();
        Put("plain.wl", planned.ToBytes());
        Put("bare.wl", (planned with { HasPreamble = false, HasFileMetaInfo = false }).ToBytes());
        foreach (var syntax in (string[])[SyntheticInstance.ImplicitVRLittleEndian, SyntheticInstance.ExplicitVRBigEndian,
            SyntheticInstance.DeflatedExplicitVRLittleEndian])
            Put($"{syntax}.wl", planned.WithTransferSyntax(syntax).ToBytes());

        (await Folder.ListAsync(CancellationToken.None).ToListAsync()).Select(worklist => worklist.Content.Text(DicomTag.PatientID))
            .ShouldBe(Enumerable.Repeat("SYN1", 5));
        _log.Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task passes_over_what_is_no_worklist_and_names_it_once()
    {
        Put("good.wl", Planned.Jane);
        var whole = WorklistContent.WriteFile(Planned.Jane);
        Put("cut.wl", whole[..^7]);
        Put("empty.wl", []);
        Put("nonsense.wl", "This is no DICOM file, and was never meant to be one."u8.ToArray());
        Put("zeros.wl", new byte[5000]);
        Put("large.wl", new byte[WorklistContent.Longest + 1]);
        var deep = Enumerable.Range(0, 40).Aggregate(
            SyntheticDataset.Empty, (inner, _) => SyntheticDataset.Empty.WithSequence(DicomTag.ScheduledProcedureStepSequence, inner));
        Put("deep.wl", (SyntheticInstance.Create() with { Dataset = deep }).ToBytes());
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.wl"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "loop.wl"), "loop.wl");
        using (var pipe = Process.Start("mkfifo", [Path.Combine(_folder.Path, "pipe.wl")])) await pipe.WaitForExitAsync();

        (await IdsAsync()).ShouldBe(["good"]);

        string[] bad = ["cut", "deep", "empty", "large", "link", "loop", "nonsense", "pipe", "zeros"];
        Named().ShouldBe(bad);
        (await IdsAsync()).ShouldBe(["good"]);
        Named().ShouldBe(bad, "once");
        await foreach (var _ in Folder.ListAsync(CancellationToken.None)) break;
        await IdsAsync();
        Named().ShouldBe(bad, "also after a query that did not look at all of them");
        Put("empty.wl", whole);
        (await IdsAsync()).ShouldBe(["empty", "good"]);
    }

    [Fact]
    public async Task writes_files_that_it_reads_again_and_replaces_them_whole()
    {
        await Folder.SaveAsync(new("é 1", Planned.Jane, Origin.Server), CancellationToken.None);
        await Folder.SaveAsync(new("é 1", Planned.John, Origin.Server), CancellationToken.None);

        Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).ShouldBe(["é 1.wl"]);
        (await Folder.FindAsync("é 1", CancellationToken.None))!.Content.Shown().ShouldBe(Planned.John.Shown());
        var file = DicomFile.Open(File.ReadAllBytes(Path.Combine(_folder.Path, "é 1.wl")));
        file.HasPreamble.ShouldBeTrue();
        file.FileMetaInfo.Text(DicomTag.MediaStorageSOPClassUID).ShouldBe("1.2.276.0.7230010.3.1.0.1");
        file.Dataset.Contains(DicomTag.SOPInstanceUID).ShouldBeFalse();
    }

    [Fact]
    public async Task replaces_a_link_and_not_what_it_leads_to()
    {
        var target = Path.Combine(_folder.Path, "target.txt");
        File.WriteAllText(target, "mine");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a.wl"), target);

        await Folder.SaveAsync(new("a", Planned.Jane, Origin.Server), CancellationToken.None);

        File.ReadAllText(target).ShouldBe("mine");
        (await IdsAsync()).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0")]
    public async Task leads_nowhere_else(string id)
    {
        (await Folder.SaveAsync(new(id, Planned.Jane, Origin.Server), CancellationToken.None))!.Error
            .ShouldBe(OrthancError.ParameterOutOfRange);
        (await Folder.FindAsync(id, CancellationToken.None)).ShouldBeNull();
        (await Folder.DeleteAsync(new(id, WorklistEnd.Requested, Origin.Server), CancellationToken.None)).ShouldBe(DeleteWorklist.Unknown);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task deletes_the_file_that_was_meant_and_none_that_took_its_place()
    {
        Put("a.wl", Planned.Jane);
        var seen = (await Folder.FindAsync("a", CancellationToken.None))!.SavedAt;
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "a.wl"), seen.UtcDateTime.AddSeconds(1));

        var deletion = new DeleteWorklist("a", WorklistEnd.Requested, Origin.Server);
        (await Folder.DeleteAsync(deletion with { SavedAt = seen }, CancellationToken.None)).ShouldBeNull();
        (await IdsAsync()).ShouldBe(["a"]);
        (await Folder.DeleteAsync(deletion, CancellationToken.None)).ShouldBeNull();
        (await IdsAsync()).ShouldBeEmpty();
        (await Folder.DeleteAsync(deletion, CancellationToken.None)).ShouldBe(DeleteWorklist.Unknown);
    }

    [Fact]
    public async Task a_folder_that_is_missing_has_none_until_something_is_saved_there()
    {
        Directory.Delete(_folder.Path);

        (await IdsAsync()).ShouldBeEmpty();
        _log.Texts.ShouldHaveSingleItem().ShouldContain(_folder.Path);
        await Folder.SaveAsync(new("a", Planned.Jane, Origin.Server), CancellationToken.None);
        (await IdsAsync()).ShouldBe(["a"]);
    }

    private async Task<IReadOnlyList<string>> IdsAsync() =>
        (await Folder.ListAsync(CancellationToken.None).ToListAsync()).ConvertAll(worklist => worklist.Id);

    private void Put(string name, DicomDataset planned) => Put(name, WorklistContent.WriteFile(planned));

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.Path, name), bytes);

    private IEnumerable<string> Named() => _log.Texts.Select(line => Path.GetFileNameWithoutExtension(line.Split(' ')[0])).Order();
}
