using System.Text;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>A marker of its own in every attribute of the dictionary whose value is text, of the first level, nested and private; then a
/// search of the result's bytes.</summary>
public sealed class LeakingNothing
{
    private const string Uid = "2.25.77";

    // The rules for identifiers hide these, whatever the table says; a character set that nobody knows would only confuse
    private static readonly DicomTag[] s_mapped = [DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyInstanceUID,
        DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID, DicomTag.ReferencedSOPInstanceUID];

    [Theory]
    [InlineData("2008")]
    [InlineData("2017c")]
    [InlineData("2021b")]
    [InlineData("2023b")]
    public void shows_only_what_the_profile_lets_through(string version)
    {
        var profile = DeidentificationProfile.Find(version)!;
        var planted = new List<(DicomTag Tag, string Marker, bool MayStay)>();
        var dataset = Planted(profile, planted, "A", isShown: true)
            .WithSequence(Sequence("ReferencedImageSequence"), Planted(profile, planted, "B", isShown: true)
                .WithSequence(Sequence("ReferencedSeriesSequence"), Planted(profile, planted, "C", isShown: true)))
            .WithSequence(DicomTag.OtherPatientIDsSequence,
                Planted(profile, planted, "D", profile.ActionFor(DicomTag.OtherPatientIDsSequence) == ProfileAction.None));
        var source = SyntheticInstance.Create() with { Dataset = dataset };
        planted.Count(marker => !marker.MayStay).ShouldBeGreaterThan(200);

        var bytes = ModifiedInstance.Anonymize(source, $$"""{"DicomVersion":"{{version}}"}""").Bytes;

        foreach (var (tag, marker, mayStay) in planted)
            (bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(marker)) >= 0).ShouldBe(mayStay, $"{tag} {marker}");
    }

    public static TheoryData<string, DicomTag, string, byte[], bool> Places
    {
        get
        {
            var (known, unknown, blind) = (Sequence("ReferencedImageSequence"), new DicomTag(0x0009, 0x1001), new DicomTag(0x0008, 0x7777));
            var item = Item(Encoded(s_secret, SyntheticInstance.ImplicitVRLittleEndian));
            var explicitItem = Item(Encoded(s_secret, SyntheticInstance.ExplicitVRLittleEndian));
            var nested =
                Item(Encoded(SyntheticDataset.Empty.WithBytes(unknown, "UN",
                    Item(Encoded(SyntheticDataset.Empty.WithBytes(known, "UN", item), SyntheticInstance.ImplicitVRLittleEndian))),
                    SyntheticInstance.ImplicitVRLittleEndian));
            byte[] broken = [.. item, 1, 2, 3, 4];
            return new()
            {
                { "a sequence that came as UN", known, "UN", item, true },
                { "the same in explicit little endian", known, "UN", explicitItem, true },
                { "a private one", unknown, "UN", item, true },
                { "a private one in explicit little endian", unknown, "UN", explicitItem, true },
                { "three, one in the other", known, "UN", nested, true },
                { "a sequence that cannot be read", known, "UN", broken, false },
                { "a private one that cannot be read", unknown, "UN", broken, false },
                { "a sequence that claims to be bytes", known, "OB", item, false },
                { "what no dictionary knows", blind, "UN", "LEAK in bytes"u8.ToArray(), false },
                { "a sequence that no dictionary knows", blind, "UN", item, true },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void reaches_into_what_is_not_called_a_sequence(string place, DicomTag tag, string vr, byte[] value, bool stays)
    {
        foreach (var syntax in (string[])[SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ImplicitVRLittleEndian,
            SyntheticInstance.ExplicitVRBigEndian])
        {
            var source = SyntheticInstance.Create().WithTransferSyntax(syntax).With(new DicomTag(0x0009, 0x0010), "LO", "ACME")
                .WithBytes(tag, vr, value);
            var inSequence = SyntheticInstance.Create().WithTransferSyntax(syntax)
                .WithSequence(Sequence("ReferencedSeriesSequence"), SyntheticDataset.Empty.WithBytes(tag, vr, value));
            foreach (var instance in (SyntheticInstance[])[source, inSequence])
            {
                // Where the syntax itself says that a damaged value is a sequence, the file is refused before anybody can ask for this
                if (syntax == SyntheticInstance.ImplicitVRLittleEndian && !IsReadable(instance)) continue;
                var anonymous = ModifiedInstance.Anonymize(instance, """{"KeepPrivateTags":true}""");

                anonymous.Bytes.AsSpan().IndexOf("LEAK"u8).ShouldBe(-1, place);
                anonymous.Bytes.AsSpan().IndexOf("2.25.4711"u8).ShouldBe(-1, place);
                if (instance == source && stays && syntax == SyntheticInstance.ExplicitVRLittleEndian)
                    anonymous[tag.ToString()].ShouldBe("(1)", place);
                ModifiedInstance.Anonymize(instance).Bytes.AsSpan().IndexOf("LEAK"u8).ShouldBe(-1, place);
            }
            if (syntax != SyntheticInstance.ImplicitVRLittleEndian)
                ModifiedInstance.Anonymize(source, $$"""{"Keep":["{{tag}}"]}""").Bytes.AsSpan().IndexOf("LEAK"u8)
                .ShouldBeGreaterThan(0, place);
        }
    }

    [Fact]
    public void reaches_into_private_sequences_that_stay()
    {
        var source = SyntheticInstance.Create().With(new DicomTag(0x0009, 0x0010), "LO", "ACME")
            .WithSequence(new DicomTag(0x0009, 0x1001), s_secret.WithSequence(new DicomTag(0x0009, 0x1002), s_secret))
            .WithDelimitedSequence(new DicomTag(0x0009, 0x1003), s_secret);

        var anonymous = ModifiedInstance.Anonymize(source, """{"KeepPrivateTags":true}""");

        anonymous.Bytes.AsSpan().IndexOf("LEAK"u8).ShouldBe(-1);
        anonymous["0009,1001", "0009,1002", "PatientID"].ShouldBe(anonymous["0009,1003", "PatientID"]);
        anonymous["0009,1001", "Rows"].ShouldBe("3");
    }

    [Fact]
    public void maps_the_references_in_what_came_as_UN()
    {
        var item = Item(Encoded(SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, "2.25.1000.1.1.1.2"),
            SyntheticInstance.ImplicitVRLittleEndian));
        var anonymous = ModifiedInstance.Anonymize(SyntheticInstance.Create().WithBytes(Sequence("ReferencedImageSequence"), "UN", item));

        anonymous["ReferencedImageSequence", "ReferencedSOPInstanceUID"]
            .ShouldBe(ModifiedInstance.Anonymize(SyntheticInstance.Create(instance: 2))["SOPInstanceUID"]);
        ModifiedInstance.Modify(SyntheticInstance.Create().WithBytes(Sequence("ReferencedImageSequence"), "UN", item),
            """{"Replace":{"ReferencedImageSequence[0].PatientComments":"x"}}""")
            ["ReferencedImageSequence", "PatientComments"].ShouldBe("x");
    }

    private static readonly SyntheticDataset s_secret = SyntheticDataset.Empty
        .With(DicomTag.PatientName, "LEAK^Name").With(DicomTag.PatientID, "LEAKID").With(DicomTag.InstitutionName, "LEAK clinic")
        .With(DicomTag.StudyDescription, "LEAK")
        .With(DicomTag.SOPInstanceUID, "2.25.4711.1").With(DicomTag.ReferencedSOPInstanceUID, "2.25.4711.2").With(DicomTag.Rows, "3");

    private static bool IsReadable(SyntheticInstance instance)
    {
        try
        {
            return DicomFile.Open(instance.ToBytes()).Dataset.Count > 0;
        }
        catch (DicomFileException)
        {
            return false;
        }
    }

    private static byte[] Encoded(SyntheticDataset dataset, string syntax) =>
        (SyntheticInstance.Create().WithTransferSyntax(syntax) with { Dataset = dataset, HasPreamble = false, HasFileMetaInfo = false })
        .ToBytes();

    private static byte[] Item(byte[] content) => [0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(content.Length), .. content];

    private static SyntheticDataset Planted(DeidentificationProfile profile, List<(DicomTag, string, bool)> planted,
        string place, bool isShown)
    {
        var dataset = SyntheticDataset.Empty
            .With(new DicomTag(0x0009, 0x0010), "LO", $"{place}CREATOR")
            .With(new DicomTag(0x0009, 0x1001), "LO", $"{place}PRIVATE")
            .WithBytes(new DicomTag(0x0009, 0x1002), "UN", Encoding.ASCII.GetBytes($"{place}UNKNOWN"));
        planted.AddRange([(new(0x0009, 0x0010), $"{place}CREATOR", false), (new(0x0009, 0x1001), $"{place}PRIVATE", false),
            (new(0x0009, 0x1002), $"{place}UNKNOWN", false)]);

        foreach (var property in typeof(DicomTag).GetProperties()
            .Where(property => property.GetMethod!.IsStatic && property.PropertyType == typeof(DicomTag)))
        {
            var tag = (DicomTag)property.GetValue(null)!;
            var vr = DicomDictionary.Default.LookupVR(tag);
            if (tag.Group < 0x0008 || tag.Group == 0xFFFE || !vr.IsString || tag == DicomTag.SpecificCharacterSet) continue;

            var marker = vr == DicomVR.UI ? $"{Uid}.{place[0] - '@'}.{tag.Value}.9" : $"{place}{tag.Value:X8}Z";
            dataset = dataset.With(tag, vr.Code, marker);
            var written = tag == DicomTag.PatientIdentityRemoved && place == "A" || tag == DicomTag.DeidentificationMethod && place == "A";
            planted.Add((tag, marker, isShown && !written && !s_mapped.Contains(tag) && profile.ActionFor(tag) == ProfileAction.None));
        }
        return dataset;
    }

    private static DicomTag Sequence(string name) => ModifiedInstance.Tag(name);
}
