using System.Text;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>A marker of its own in every attribute of the dictionary whose value is text, of the first level, nested and private; then a search of the result's bytes.</summary>
public sealed class LeakingNothing
{
    private const string Uid = "2.25.77";

    // The rules for identifiers hide these, whatever the table says; a character set that nobody knows would only confuse
    private static readonly DicomTag[] s_mapped = [DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID, DicomTag.ReferencedSOPInstanceUID];

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
            .WithSequence(DicomTag.OtherPatientIDsSequence, Planted(profile, planted, "D", profile.ActionFor(DicomTag.OtherPatientIDsSequence) == ProfileAction.None));
        var source = SyntheticInstance.Create() with { Dataset = dataset };
        planted.Count(marker => !marker.MayStay).ShouldBeGreaterThan(200);

        var bytes = ModifiedInstance.Anonymize(source, $$"""{"DicomVersion":"{{version}}"}""").Bytes;

        foreach (var (tag, marker, mayStay) in planted)
            (bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(marker)) >= 0).ShouldBe(mayStay, $"{tag} {marker}");
    }

    private static SyntheticDataset Planted(DeidentificationProfile profile, List<(DicomTag, string, bool)> planted, string place, bool isShown)
    {
        var dataset = SyntheticDataset.Empty
            .With(new DicomTag(0x0009, 0x0010), "LO", $"{place}CREATOR")
            .With(new DicomTag(0x0009, 0x1001), "LO", $"{place}PRIVATE")
            .WithBytes(new DicomTag(0x0009, 0x1002), "UN", Encoding.ASCII.GetBytes($"{place}UNKNOWN"));
        planted.AddRange([(new(0x0009, 0x0010), $"{place}CREATOR", false), (new(0x0009, 0x1001), $"{place}PRIVATE", false), (new(0x0009, 0x1002), $"{place}UNKNOWN", false)]);

        foreach (var property in typeof(DicomTag).GetProperties().Where(property => property.GetMethod!.IsStatic && property.PropertyType == typeof(DicomTag)))
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
