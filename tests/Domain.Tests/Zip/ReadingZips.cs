using System.Text;
using EventDicom.Domain.Zip;
using EventDicom.Support;

namespace EventDicom.Domain.Tests.Zip;

public sealed class ReadingZips
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("What is in an archive. ", 100)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void gives_back_what_was_packed(bool zip64)
    {
        var zip = new SyntheticZip { IsZip64 = zip64, Comment = "a comment" }.With("a/b.dcm", s_text).With("c", s_text, deflate: false)
            .With("empty", []).With("folder/", [], deflate: false);

        Read(zip.ToBytes()).ShouldBe([("a/b.dcm", s_text), ("c", s_text), ("empty", []), ("folder/", [])], new SameEntry());
    }

    [Fact]
    public void of_no_entries_is_nothing() => Read(new SyntheticZip().ToBytes()).ShouldBeEmpty();

    [Fact]
    public void of_65535_entries_needs_no_ZIP64()
    {
        var zip = Enumerable.Range(0, 65535).Select(number => ($"{number}", Array.Empty<byte>())).ToList();
        using var bytes = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, _) in zip)
                archive.CreateEntry(name);

        ZipReader.Open(bytes).Entries().Count().ShouldBe(65535);
    }

    public static TheoryData<string, SyntheticZip> Damaged => new()
    {
        { "CRC-32", new SyntheticZip().With("a.dcm", s_text, crcError: 1) },
        { "CRC-32", new SyntheticZip().With("a.dcm", s_text, deflate: false, crcError: 1) },
        { "larger", new SyntheticZip().With("a.dcm", s_text, sizeError: -1) },
        { "smaller", new SyntheticZip().With("a.dcm", s_text, sizeError: 1) },
        { "size of its content", new SyntheticZip().With("a.dcm", s_text, deflate: false, sizeError: 1) },
        { "encrypted", new SyntheticZip().With("a.dcm", s_text, flags: 1) },
        { "encrypted", new SyntheticZip().With("a.dcm", s_text, deflate: false, flags: 1) },
        { "method 9", new SyntheticZip().With("a.dcm", s_text, method: 9) },
        { "compression is damaged", new SyntheticZip().With("a.dcm", [0xff, .. s_text], deflate: false, method: 8) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void refuses_an_entry_and_names_it(string reason, SyntheticZip zip)
    {
        var refused = Should.Throw<ZipFormatException>(() => Read(zip.ToBytes()));
        refused.Message.ShouldStartWith("Entry \"a.dcm\"");
        refused.Message.ShouldContain(reason);
    }

    [Fact]
    public void never_hands_out_more_than_the_directory_says()
    {
        using var zip = new MemoryStream(new SyntheticZip().With("a", new byte[1_000_000], sizeError: 10 - 1_000_000).ToBytes());
        var archive = ZipReader.Open(zip);
        using var content = archive.Open(archive.Entries().Single());
        using var read = new MemoryStream();

        Should.Throw<ZipFormatException>(() => content.CopyTo(read));
        read.Length.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void shortens_names_in_messages()
    {
        var refused = Should.Throw<ZipFormatException>(() =>
            Read(new SyntheticZip().With("\u0007" + new string('x', 60_000), s_text, crcError: 1).ToBytes()));
        refused.Message.Length.ShouldBeLessThan(200);
        refused.Message.ShouldNotContain('\u0007');
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(1_000_000)]
    [InlineData(-1_000_000)]
    public void refuses_a_directory_that_is_not_where_the_end_says(int shift)
    {
        foreach (var zip64 in (bool[])[false, true])
            Should.Throw<ZipFormatException>(() =>
                Read((new SyntheticZip { DirectoryShift = shift, IsZip64 = zip64 }).With("a", s_text).ToBytes()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(60_000)]
    public void refuses_a_number_of_entries_that_is_not_true(int error)
    {
        foreach (var zip64 in (bool[])[false, true])
            Should.Throw<ZipFormatException>(() =>
                Read((new SyntheticZip { CountError = error, IsZip64 = zip64 }).With("a", s_text).ToBytes()));
    }

    [Fact]
    public void refuses_bytes_lost_or_added_anywhere()
    {
        var whole = new SyntheticZip().With("a", s_text).With("b", s_text, deflate: false).ToBytes();
        for (var at = 0; at < whole.Length - 4; at += 7)
        {
            Should.Throw<ZipFormatException>(() => Read([.. whole[..at], .. whole[(at + 4)..]]), $"4 bytes lost at {at}");
            Should.Throw<ZipFormatException>(() => Read([.. whole[..at], 1, 2, 3, 4, .. whole[at..]]), $"4 bytes added at {at}");
        }
    }

    [Fact]
    public void refuses_what_was_cut_at_any_length()
    {
        var whole = new SyntheticZip { IsZip64 = true }.With("a", s_text).ToBytes();
        for (var length = 0; length < whole.Length; length++)
            Should.Throw<ZipFormatException>(() => Read(whole[..length]), $"cut at {length}");
    }

    [Fact]
    public void fails_in_no_other_way_whatever_byte_is_changed()
    {
        foreach (var zip64 in (bool[])[false, true])
        {
            var whole = new SyntheticZip { IsZip64 = zip64 }.With("a", s_text).With("b", s_text[..40], deflate: false).ToBytes();
            for (var at = 0; at < whole.Length; at++)
            {
                foreach (var value in (byte[])[0, 0x7f, 0xff, (byte)(whole[at] ^ 1)])
                {
                    var changed = whole.ToArray();
                    changed[at] = value;
                    try
                    {
                        foreach (var (_, content) in Read(changed))
                            (content.AsSpan().SequenceEqual(s_text) || content.AsSpan().SequenceEqual(s_text.AsSpan(0, 40)))
                            .ShouldBeTrue($"{value} at {at}");
                    }
                    catch (ZipFormatException)
                    {
                    }
                }
            }
        }
    }

    private static List<(string Name, byte[] Content)> Read(byte[] bytes)
    {
        using var zip = new MemoryStream(bytes);
        var archive = ZipReader.Open(zip);
        var read = new List<(string, byte[])>();
        foreach (var entry in archive.Entries())
        {
            using var content = archive.Open(entry);
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            read.Add((entry.Name, copy.ToArray()));
        }
        return read;
    }

    private sealed class SameEntry : IEqualityComparer<(string Name, byte[] Content)>
    {
        public bool Equals((string Name, byte[] Content) x, (string Name, byte[] Content) y) =>
            x.Name == y.Name && x.Content.AsSpan().SequenceEqual(y.Content);

        public int GetHashCode((string Name, byte[] Content) entry) => entry.Name.GetHashCode(StringComparison.Ordinal);
    }
}
