using EventDicom.Dicom;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>What is answered of a worklist that fits.</summary>
public sealed class AnsweringQueries
{
    private static readonly DicomTag s_steps = DicomTag.ScheduledProcedureStepSequence;

    [Fact]
    public void has_what_was_asked_for_and_is_there() =>
        Answer(Planned.Of((DicomTag.PatientID, ""), (DicomTag.AccessionNumber, "A17"), (DicomTag.StudyDescription, "")))
            .ShouldBe("0008,0005=ISO_IR 100 0008,0050=A17 0010,0020=P1");

    [Fact]
    public void has_the_items_that_fit_with_what_was_asked_for_in_them() =>
        Answer(Planned.Of().With(s_steps, Item((DicomTag.Modality, "MR"), (DicomTag.ScheduledProcedureStepID, ""))))
            .ShouldBe("0008,0005=ISO_IR 100 0040,0100[0008,0060=MR 0040,0009=S2]");

    [Fact]
    public void has_a_sequence_whole_that_was_asked_for_without_items()
    {
        const string Whole = "0040,0100[0008,0060=CT 0040,0001=CT1\\CT2 0040,0002=20260101 0040,0009=S1 | "
            + "0008,0060=MR 0040,0001=MR1 0040,0002=20260202 0040,0009=S2]";

        Answer(Planned.Of().With(s_steps)).ShouldBe($"0008,0005=ISO_IR 100 {Whole}");
        Answer(Planned.Of().With(s_steps, Item())).ShouldBe($"0008,0005=ISO_IR 100 {Whole}");
    }

    [Fact]
    public void is_for_one_station_as_it_was_asked_for()
    {
        const string OfMR1 = "0040,0100[0008,0060=MR 0040,0001=MR1 0040,0002=20260202 0040,0009=S2]";

        Answer(Planned.Of().With(s_steps), station: "MR1").ShouldBe($"0008,0005=ISO_IR 100 {OfMR1}");
        Answer(Planned.Of((DicomTag.PregnancyStatus, "")), station: "MR1").ShouldBe("0008,0005=ISO_IR 100 0040,0100[0040,0001=MR1]");
        Answer(Planned.Of().With(s_steps, Item((DicomTag.Modality, ""))), station: "MR1")
            .ShouldBe("0008,0005=ISO_IR 100 0040,0100[0008,0060=MR 0040,0001=MR1]");
    }

    [Fact]
    public void has_private_elements_with_their_creator()
    {
        var (creator, element, other) = (new DicomTag(0x0009, 0x0010), new DicomTag(0x0009, 0x1001), new DicomTag(0x0009, 0x1002));
        var planned = Planned.John.With(creator, DicomVR.LO, "ACME").With(element, DicomVR.LO, "x").With(other, DicomVR.LO, "y");

        Answer(Planned.Of().With(creator, DicomVR.LO, "ACME").With(element, DicomVR.LO, ""), planned)
            .ShouldBe("0008,0005=ISO_IR 100 0009,0010=ACME 0009,1001=x");
        Answer(Planned.Of().With(creator, DicomVR.LO, "OTHER").With(element, DicomVR.LO, ""), planned).ShouldBe("0008,0005=ISO_IR 100");
    }

    [Theory]
    [InlineData("Latin1", "ISO_IR 100", "Crâne")]
    [InlineData("Utf8", "ISO_IR 192", "Crâne東")]
    [InlineData("Ascii", "ISO_IR 6", "Crne")]
    [InlineData("Windows1251", "ISO_IR 192", "Crâne東")]
    public void is_in_the_encoding_of_the_server(string name, string term, string shown)
    {
        DicomEncoding.TryParseName(name, out var encoding).ShouldBeTrue();
        var planned = Planned.Of((DicomTag.StudyDescription, "Crâne東"))
            .With(s_steps, Item((DicomTag.ScheduledProcedureStepDescription, "Crâne東")));
        var query = Planned.Of((DicomTag.StudyDescription, "")).With(s_steps);

        var answer = WorklistQuery.Read(query, caseSensitivePN: false).Value.Answer(planned, encoding);
        using var bytes = new MemoryStream();
        answer.Write(bytes, DicomTransferSyntax.ImplicitVRLittleEndian);

        DicomDataset.Read(bytes.ToArray(), DicomTransferSyntax.ImplicitVRLittleEndian).Shown()
            .ShouldBe($"0008,0005={term} 0008,1030={shown} 0040,0100[0040,0007={shown}]");
    }

    private static string Answer(DicomDataset query, DicomDataset? planned = null, string? station = null) =>
        WorklistQuery.Read(query, caseSensitivePN: false, station).Value.Answer(planned ?? Planned.Jane, DicomEncoding.Latin1).Shown();

    private static DicomDataset Item(params IEnumerable<(DicomTag Tag, string Value)> keys)
    {
        var item = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8);
        foreach (var (tag, value) in keys) item.AddOrUpdate(tag, value);
        return item.Build();
    }
}
