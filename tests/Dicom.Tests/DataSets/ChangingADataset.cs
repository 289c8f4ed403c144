namespace EventDicom.Dicom.Tests.DataSets;

public sealed class ChangingADataset
{
    [Fact]
    public void puts_attributes_in_the_order_of_their_tags() =>
        new DicomDatasetBuilder()
            .AddOrUpdate(DicomTag.PatientID, "1").AddOrUpdate(DicomTag.SOPInstanceUID, "1.2").AddOrUpdate(DicomTag.PatientName, "A")
            .AddOrUpdate(DicomTag.PatientID, "2")
            .Build().AsEnumerable().Select(item => item.Tag)
            .ShouldBe([DicomTag.SOPInstanceUID, DicomTag.PatientName, DicomTag.PatientID]);

    [Fact]
    public void leaves_the_source_as_it_was()
    {
        var source = new DicomDatasetBuilder().AddOrUpdate(DicomTag.PatientID, "1").Build();
        var builder = new DicomDatasetBuilder(source);

        builder.AddOrUpdate(DicomTag.PatientID, "2");
        builder.Remove(DicomTag.PatientID).ShouldBeTrue();
        builder.Remove(DicomTag.PatientID).ShouldBeFalse();

        Text(source, DicomTag.PatientID).ShouldBe("1");
        builder.Build().Count.ShouldBe(0);
    }

    [Fact]
    public void keeps_the_VR_of_what_is_replaced()
    {
        var builder = new DicomDatasetBuilder().AddOrUpdate(new DicomTag(0x0009, 0x1001), DicomVR.IS, "1");

        builder.AddOrUpdate(new DicomTag(0x0009, 0x1001), "22");

        builder.Find(new DicomTag(0x0009, 0x1001))!.VR.ShouldBe(DicomVR.IS);
    }

    [Theory]
    [InlineData("US", "65536")]
    [InlineData("US", "-1")]
    [InlineData("US", "1,2")]
    [InlineData("SS", "32768")]
    [InlineData("FD", "x")]
    [InlineData("FD", "1e999")]
    [InlineData("AT", "PatientName")]
    [InlineData("SQ", "x")]
    public void refuses_text_that_is_no_value_of_the_VR(string vr, string text) =>
        Should.Throw<DicomValueException>(() => new DicomDatasetBuilder().AddOrUpdate(DicomTag.PatientID, DicomVR.TryParse(vr)!, text));

    [Fact]
    public void refuses_what_the_length_field_cannot_tell() =>
        Should.Throw<DicomValueException>(() => new DicomDatasetBuilder().AddOrUpdate(DicomTag.PatientName, new string('x', 65536)));

    [Fact]
    public void writes_all_text_anew_in_another_character_set()
    {
        var item = new DicomDatasetBuilder().AddOrUpdate(DicomTag.CodeMeaning, "Ätna").Build();
        var builder = new DicomDatasetBuilder().AddOrUpdate(DicomTag.PatientName, "Étude")
            .AddOrUpdate(new DicomSequence(DicomTag.ConceptNameCodeSequence, [item]));

        builder.ChangeEncoding(DicomEncoding.Utf8);

        var changed = builder.Build();
        ((DicomElement)changed.Find(DicomTag.PatientName)!).GetBytes().ToArray().ShouldBe("Étude"u8.ToArray());
        var nested = ((DicomSequence)changed.Find(DicomTag.ConceptNameCodeSequence)!).Items[0];
        ((DicomElement)nested.Find(DicomTag.CodeMeaning)!).GetBytes().Span[..5].ToArray().ShouldBe("Ätna"u8.ToArray());
        Text(nested, DicomTag.CodeMeaning).ShouldBe("Ätna");
        Text(changed, DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 192");
    }

    [Fact]
    public void drops_the_character_sets_of_items_with_the_text_that_they_were_for()
    {
        var inner = new DicomDatasetBuilder(encoding: DicomEncoding.Greek).AddOrUpdate(DicomTag.CodeMeaning, "Ωμέγα");
        inner.ChangeEncoding(DicomEncoding.Greek);
        var builder = new DicomDatasetBuilder().AddOrUpdate(new DicomSequence(DicomTag.ConceptNameCodeSequence, [inner.Build()]));

        builder.ChangeEncoding(DicomEncoding.Utf8);

        var nested = ((DicomSequence)builder.Build().Find(DicomTag.ConceptNameCodeSequence)!).Items[0];
        nested.Contains(DicomTag.SpecificCharacterSet).ShouldBeFalse();
        Text(nested, DicomTag.CodeMeaning).ShouldBe("Ωμέγα");
    }

    [Fact]
    public void loses_the_characters_that_the_set_lacks()
    {
        var builder = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8).AddOrUpdate(DicomTag.PatientName, "Aé山");

        builder.ChangeEncoding(DicomEncoding.Latin1);

        Text(builder.Build(), DicomTag.PatientName).ShouldBe("Aé");
    }

    [Fact]
    public void derives_the_same_UID_from_the_same_seed_and_another_from_another()
    {
        DicomUIDGenerator.Derive("a").ShouldBe(DicomUIDGenerator.Derive("a"));
        DicomUIDGenerator.Derive("a").ShouldNotBe(DicomUIDGenerator.Derive("b"));
        DicomUIDGenerator.Derive("a").Length.ShouldBeLessThanOrEqualTo(44);
        DicomUIDGenerator.Derive("a").ShouldStartWith("2.25.");
    }

    [Fact]
    public void makes_the_UID_of_a_UUID_as_the_standard_does() =>
        // PS3.5 annex B.2
        DicomUIDGenerator.FromUuid(Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))
        .ShouldBe("2.25.329800735698586629295641978511506172918");

    private static string Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text
        : throw new InvalidOperationException($"No {tag}");
}
