using EventDicom.Domain.Archives;

namespace EventDicom.Domain.Tests.Archives;

public sealed class NamingFolders
{
    [Theory]
    [InlineData("HN_P001", "SURNAME^FIRSTNAME", "HN_P001 - SURNAME^FIRSTNAME")]
    [InlineData("G2", "", "G2")]
    [InlineData(null, "Only^Name", "Only^Name")]
    [InlineData("ID", null, "ID")]
    [InlineData("  a ", "  b  c ", "a - b c")]
    [InlineData("a-b/c\\d:e", "f*g?,h", "a-b c d e - f g ,h")]
    [InlineData("é", "Müller^Jörg", "Mller^Jrg")]
    [InlineData("山田", "太郎", "Unknown Patient")]
    [InlineData("^^", "^", "Unknown Patient")]
    [InlineData("1.2.840_x", "", "1.2.840_x")]
    [InlineData("tab\tand\r\nline", "\0<|>\"", "tab and line")]
    [InlineData(null, null, "Unknown Patient")]
    public void keeps_what_every_file_system_takes(string? first, string? second, string folder) =>
        ArchiveNames.Folder(ArchiveNames.UnknownPatient, utf8: false, first, second).ShouldBe(folder);

    [Theory]
    [InlineData("é", "Müller^Jörg", "é - Müller^Jörg")]
    [InlineData("山田", "a/b", "山田 - a b")]
    [InlineData("x\ud800", "\u0085", "x")]
    public void keeps_letters_beyond_ASCII_when_asked_to(string first, string second, string folder) =>
        ArchiveNames.Folder(ArchiveNames.UnknownPatient, utf8: true, first, second).ShouldBe(folder);

    [Fact]
    public void leaves_out_the_parts_that_are_empty() =>
        ArchiveNames.Folder(ArchiveNames.UnknownSeries, utf8: false, "3", "", "Lung").ShouldBe("3 - Lung");

    [Theory]
    [InlineData("..", "")]
    [InlineData("../..", "/")]
    [InlineData(".. ..", null)]
    [InlineData(".", null)]
    public void never_leads_out_of_the_archive(string? first, string? second) =>
        ArchiveNames.Folder(ArchiveNames.UnknownStudy, utf8: false, first, second).ShouldBe("Unknown Study");

    [Fact]
    public void is_bounded()
    {
        ArchiveNames.Folder("", utf8: false, new string('a', 100_000)).Length.ShouldBe(200);
        System.Text.Encoding.UTF8.GetByteCount(ArchiveNames.Folder("", utf8: true, new string('é', 100_000))).ShouldBe(200);
    }

    [Theory]
    [InlineData("CT", 0, "CT000000.dcm")]
    [InlineData("mr", 12, "MR000012.dcm")]
    [InlineData("RTSTRUCT", 1, "RT000001.dcm")]
    [InlineData("X", 7, "X0000007.dcm")]
    [InlineData("", 3, "00000003.dcm")]
    [InlineData(null, 0, "00000000.dcm")]
    [InlineData("../", 0, "00000000.dcm")]
    [InlineData("é1", 0, "10000000.dcm")]
    [InlineData("CT", 1_234_567, "CT1234567.dcm")]
    public void numbers_the_files_of_a_series_after_its_modality(string? modality, int number, string file) =>
        ArchiveNames.File(modality, number).ShouldBe(file);

    [Fact]
    public void numbers_resources_of_one_name()
    {
        var names = new DistinctNames();

        string[] taken = [names.Take("a"), names.Take("b"), names.Take("a"), names.Take("a-2"), names.Take("a"), names.Take("b"),
            names.Take("A")];

        taken.ShouldBe(["a", "b", "a-2", "a-2-2", "a-3", "b-2", "A"]);
    }
}
