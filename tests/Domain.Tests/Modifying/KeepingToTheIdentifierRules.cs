using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying.Requests;
using static EventDicom.Domain.Tests.Modifying.ModifiedInstance;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class KeepingToTheIdentifierRules
{
    private static readonly string[] s_names = ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"];

    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create();

    [Theory]
    [InlineData("""{"Replace":{"PatientID":"x"}}""", "replaced", "PatientID")]
    [InlineData("""{"Replace":{"0020,000d":"1.2"}}""", "replaced", "StudyInstanceUID")]
    [InlineData("""{"Keep":["SeriesInstanceUID"]}""", "kept", "SeriesInstanceUID")]
    [InlineData("""{"Remove":["SOPInstanceUID"]}""", "removed", "SOPInstanceUID")]
    public void demands_force(string request, string what, string name)
    {
        var json = JsonElement.Parse(request);
        foreach (var answer in new[] { ModificationReader.ReadModification(json, ResourceLevel.Instance, ModifiedInstance.Settings),
            ModificationReader.ReadAnonymization(json, ModifiedInstance.Settings) })
            answer.Refused.ShouldBe(new(OrthancError.BadRequest,
                $"Marking tag \"{name}\" as to be {what} requires the \"Force\" option to be set to true"));
    }

    [Fact]
    public void never_removes_an_identifier()
    {
        foreach (var name in s_names) Refused($$"""{"Remove":["{{name}}"],"Force":true}""").ShouldBe(OrthancError.BadRequest);
    }

    [Fact]
    public void takes_no_empty_uid()
    {
        foreach (var name in s_names[1..]) Refused($$$"""{"Replace":{"{{{name}}}":" "},"Force":true}""").ShouldBe(OrthancError.BadRequest);
        Modify(s_instance, """{"Replace":{"PatientID":""},"Force":true}""")["PatientID"].ShouldBe("");
    }

    [Fact]
    public void demands_a_new_PatientID_of_a_modified_patient()
    {
        Refused("{}", ResourceLevel.Patient).ShouldBe(OrthancError.BadRequest);
        Asked("""{"Keep":["PatientID"],"Force":true}""", ResourceLevel.Patient).Level.ShouldBe(ResourceLevel.Patient);
    }

    // Which of PatientID, StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID become new: n, stay: -, are as asked: a
    [Theory]
    [InlineData(ResourceLevel.Patient, """{"Replace":{"PatientID":"Q"},"Force":true}""", "annn")]
    [InlineData(ResourceLevel.Study, "{}", "-nnn")]
    [InlineData(ResourceLevel.Series, "{}", "--nn")]
    [InlineData(ResourceLevel.Instance, "{}", "---n")]
    [InlineData(null, "{}", "---n")]
    [InlineData(null, """{"Replace":{"SeriesInstanceUID":"Q"},"Force":true}""", "--an")]
    [InlineData(null, """{"Replace":{"StudyInstanceUID":"Q"},"Force":true}""", "-ann")]
    [InlineData(null, """{"Replace":{"PatientID":"Q"},"Force":true}""", "annn")]
    [InlineData(null, """{"Replace":{"PatientID":"Q","SeriesInstanceUID":"Q"},"Force":true}""", "anan")]
    [InlineData(null, """{"Replace":{"SOPInstanceUID":"Q"},"Force":true}""", "---a")]
    [InlineData(null, """{"Replace":{"SOPInstanceUID":"Q"},"Keep":["SOPInstanceUID"],"Force":true}""", "----")]
    [InlineData(ResourceLevel.Study, """{"Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Force":true}""", "----")]
    [InlineData(ResourceLevel.Study, """{"Keep":["SOPInstanceUID"],"Replace":{"SeriesInstanceUID":"Q"},"Force":true}""", "-na-")]
    [InlineData(ResourceLevel.Study, """{"Replace":{"PatientID":"Q"},"Force":true}""", "annn")]
    public void makes_identifiers_anew_from_the_level_down(ResourceLevel? level, string request, string expected) =>
        Fates(Modify(s_instance, request, level)).ShouldBe(expected);

    [Theory]
    [InlineData("{}", "nnnn")]
    [InlineData("""{"Replace":{"SOPInstanceUID":"Q"},"Force":true}""", "nnna")]
    [InlineData("""{"Keep":["PatientID","StudyInstanceUID"],"Force":true}""", "--nn")]
    [InlineData("""{"Replace":{"PatientID":"Q"},"Keep":["SeriesInstanceUID"],"Force":true}""", "an-n")]
    public void makes_all_of_them_anew_for_an_anonymous_instance(string request, string expected) =>
        Fates(Anonymize(s_instance, request)).ShouldBe(expected);

    [Fact]
    public void gives_the_same_uid_for_the_same_uid_throughout_a_job()
    {
        var (first, second, elsewhere) = (Anonymize(s_instance), Anonymize(SyntheticInstance.Create(series: 1, instance: 2)),
            Anonymize(SyntheticInstance.Create(series: 2)));

        second["StudyInstanceUID"].ShouldBe(first["StudyInstanceUID"]);
        second["SeriesInstanceUID"].ShouldBe(first["SeriesInstanceUID"]);
        second["SOPInstanceUID"].ShouldNotBe(first["SOPInstanceUID"]);
        elsewhere["SeriesInstanceUID"].ShouldNotBe(first["SeriesInstanceUID"]);
        elsewhere["PatientID"].ShouldBe(first["PatientID"]);
        Anonymize(s_instance, seed: "another job")["PatientID"].ShouldNotBe(first["PatientID"]);
        Guid.TryParseExact(first["PatientID"], "D", out _).ShouldBeTrue();
    }

    [Fact]
    public void keeps_levels_apart_that_share_an_identifier()
    {
        var same = s_instance.With(Tag("StudyInstanceUID"), "1.2.3").With(Tag("SeriesInstanceUID"), "1.2.3")
            .With(Tag("SOPInstanceUID"), "1.2.3");

        var anonymous = Anonymize(same);

        new[] { anonymous["StudyInstanceUID"], anonymous["SeriesInstanceUID"], anonymous["SOPInstanceUID"] }.Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Force":true}""", true)]
    [InlineData("""{"Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Replace":{"PatientID":"x"},"Force":true}""", false)]
    [InlineData("""{"Keep":["StudyInstanceUID","SeriesInstanceUID"],"Force":true}""", false)]
    public void knows_when_results_take_the_place_of_their_sources(string request, bool inPlace)
    {
        var modification = Asked(request, ResourceLevel.Study);

        modification.IsInPlace.ShouldBe(inPlace);
        (IdentifierRules.CheckStorable(modification, overwrites: false)?.Error).ShouldBe(inPlace ? OrthancError.BadRequest : null);
        IdentifierRules.CheckStorable(modification, overwrites: true).ShouldBeNull();
        (IdentifierRules.CheckStorable(modification with { KeepSource = false }, overwrites: true) is not null).ShouldBe(inPlace);
    }

    private static string Fates(ModifiedInstance modified)
    {
        var original = Dicom.DicomFile.Open(s_instance.ToBytes()).Dataset;
        return string.Concat(s_names.Select(name =>
            original.TryGetString(Tag(name), out var before) && modified[name] == before ? '-' : modified[name] == "Q" ? 'a' : 'n'));
    }
}
