using System.Globalization;
using EventDicom.Domain.Recording;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Fuzz;

/// <summary>Random data sets, written by code that the reader does not share, come back the same from every syntax.</summary>
public sealed class ReadingWhatWasWritten
{
    private static readonly (string VR, Func<Random, string> Value)[] s_kinds =
    [
        ("LO", random => Letters(random, 60)), ("SH", random => Letters(random, 16)), ("UT", random => Letters(random, 3000)),
        ("PN", random => Letters(random, 20) + "^" + Letters(random, 20)),
        ("UC", random => Letters(random, 500)), ("UI", random => "1.2." + random.Next()),
        ("IS", random => random.Next(-9999, 9999).ToString(CultureInfo.InvariantCulture)),
        ("US", random => Several(random, () => random.Next(0, 65536))), ("SS", random => Several(random, () => random.Next(-32768, 32768))),
        ("UL", random => Several(random, () => (uint)random.NextInt64(0, 1L << 32))),
        ("SL", random => Several(random, () => random.Next(int.MinValue, int.MaxValue))),
        ("SV", random => Several(random, () => random.NextInt64(long.MinValue, long.MaxValue))),
        ("UV", random => Several(random, () => (ulong)random.NextInt64())),
        ("FL", random => Several(random, () => random.Next(-4000, 4000) / 8.0)),
        ("FD", random => Several(random, () => random.Next(-4000, 4000) / 64.0)),
    ];

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    public void gives_back_every_value(string syntax)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var expected = new List<(string Path, string Value)>();
            var entries = new Dictionary<uint, DicomDictionaryEntry>();
            var dataset = Make(random, depth: 0, "", expected, entries);
            var instance = SyntheticInstance.Create() with { Dataset = dataset, TransferSyntax = syntax };
            var options = new DicomReadOptions { Dictionary = DicomDictionary.Default.With(entries.Values),
                LargeElement = random.Next(2000) };

            using var stream = new MemoryStream(instance.ToBytes());
            var actual = Values(DicomFile.Open(stream, options).Dataset, "").Select(value => value.Path + "=" + value.Value);

            actual.ShouldBe(expected.OrderBy(value => value.Path, StringComparer.Ordinal).Select(value => value.Path + "=" + value.Value),
                Case.Sensitive, string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        }
    }

    private static SyntheticDataset Make(Random random, int depth, string path, List<(string Path, string Value)> expected,
        Dictionary<uint, DicomDictionaryEntry> entries)
    {
        var dataset = SyntheticDataset.Empty;
        var tags = new HashSet<DicomTag>();
        foreach (var number in Enumerable.Range(0x1001, random.Next(1, 12)))
        {
            // A tag that no dictionary knows has one VR throughout the file, as in an implicit syntax it must
            var tag = new DicomTag(0x0008, (ushort)(number + (0x100 * random.Next(0x60, 0x70))));
            if (!tags.Add(tag))
                continue;

            if (tag.Value % 5 == 0)
            {
                var items = new List<SyntheticDataset>();
                for (var i = depth < 3 ? random.Next(1, 4) : 0; i > 0; i--)
                    items.Add(Make(random, depth + 1, string.Create(CultureInfo.InvariantCulture, $"{path}{tag}[{items.Count}]."),
                        expected, entries));

                entries[tag.Value] = Entry(tag, DicomVR.SQ);
                dataset = random.Next(2) == 0 ? dataset.WithSequence(tag, items) : dataset.WithDelimitedSequence(tag, items);
                continue;
            }

            var (vr, make) = s_kinds[tag.Value % (uint)s_kinds.Length];
            var value = make(random);
            entries[tag.Value] = Entry(tag, DicomVR.TryParse(vr)!);
            expected.Add((path + tag, value));
            dataset = dataset.With(tag, vr, value);
        }

        return dataset;
    }

    private static IEnumerable<(string Path, string Value)> Values(DicomDataset dataset, string path) => dataset.AsEnumerable()
        .SelectMany(item => item is DicomSequence sequence
            ? sequence.Items.SelectMany((nested, i) =>
                Values(nested, string.Create(CultureInfo.InvariantCulture, $"{path}{item.Tag}[{i}].")))
            : [(path + item.Tag, dataset.TryGetString((DicomElement)item, out var text) ? text : "not text")]);

    private static DicomDictionaryEntry Entry(DicomTag tag, DicomVR vr) =>
        new() { Tag = tag, Keyword = "X" + tag, Name = "X" + tag, VRs = [vr], VM = "1-n" };

    private static string Letters(Random random, int most) =>
        new([.. Enumerable.Range(0, random.Next(most)).Select(_ => (char)random.Next('!', 'Z'))]);

    private static string Several<T>(Random random, Func<T> one) where T : IFormattable =>
        string.Join('\\', Enumerable.Range(0, random.Next(1, 5)).Select(_ => one().ToString(null, CultureInfo.InvariantCulture)));
}
