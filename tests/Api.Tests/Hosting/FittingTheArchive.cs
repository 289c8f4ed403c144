using EventDicom.Api.Hosting;
using EventDicom.Projections.Identity;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>Which databases and folders of files may be served together, without either.</summary>
public sealed class FittingTheArchive
{
    private static readonly ArchiveFit s_fit = new("The database", "The folder");
    private static readonly Guid s_one = new("11111111-1111-1111-1111-111111111111");
    private static readonly Guid s_other = new("22222222-2222-2222-2222-222222222222");

    private const string Full = "full", Empty = "empty";

    // Identity of the database (0 none), its events, identity of the folder, its files, how many of the files named last are there.
    [Theory]
    [InlineData(0, Empty, 0, Empty, 0, true, "the first start")]
    [InlineData(0, Empty, 1, Empty, 0, true, "a first start that was killed")]
    [InlineData(1, Empty, 1, Empty, 0, true, "nothing stored yet")]
    [InlineData(1, Full, 1, Full, 0, true, "every other start")]
    [InlineData(0, Full, 0, Full, 100, true, "made before there were identities")]
    [InlineData(0, Full, 0, Full, 1, true, "the same, with files lost")]
    [InlineData(1, Full, 0, Full, 100, true, "files copied without the identity")]
    [InlineData(0, Full, 1, Full, 100, true, "events restored from before there were identities")]
    [InlineData(1, Full, 2, Full, 0, false, "another archive's folder")]
    [InlineData(1, Empty, 2, Empty, 0, false, "another archive's folder")]
    [InlineData(0, Empty, 0, Full, 0, false, "an empty database and a full folder")]
    [InlineData(0, Empty, 1, Full, 0, false, "an empty database and a full folder")]
    [InlineData(1, Empty, 0, Full, 0, false, "an empty database and a full folder")]
    [InlineData(1, Full, 0, Empty, 0, false, "a full database and an empty or missing folder")]
    [InlineData(0, Full, 0, Empty, 0, false, "a full database and an empty or missing folder, from before there were identities")]
    [InlineData(0, Full, 0, Full, 0, false, "other files")]
    [InlineData(1, Full, 0, Full, 0, false, "other files")]
    [InlineData(1, Empty, 0, Empty, 0, false, "a second server on the database, with a folder of its own")]
    public void serves_what_belongs_together_and_nothing_else(int database, string events, int folder, string files, int found,
        bool isServed, string what)
    {
        var (left, right) = (new DatabaseIdentity(Id(database), 1, "0.1.0", events == Full), new FolderFindings(Id(folder), files == Full));
        bool Judge() => s_fit.Judge(left, right) ?? s_fit.Judge(left, right, new(100, found));

        if (isServed)
        {
            Judge().ShouldBeTrue(what);
            return;
        }
        var refusal = Should.Throw<StartRefusedException>(() => Judge(), what).Message;
        refusal.ShouldContain("./run adopt");
        refusal.ShouldNotContain('\n');
    }

    [Fact]
    public void serves_events_none_of_whose_files_are_kept_any_more() =>
        s_fit.Judge(new(null, 0, "", true), new(null, false), new(0, 0)).ShouldBeTrue();

    [Fact]
    public void refuses_a_database_that_a_newer_program_wrote() =>
        Should.Throw<StartRefusedException>(() => s_fit.Judge(new(s_one, ArchiveDatabase.Format + 1, "9.9.9", true), new(s_one, true)))
        .Message.ShouldContain("9.9.9");

    private static Guid? Id(int number) => number switch { 1 => s_one, 2 => s_other, _ => null };
}
