using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class MergingStudies
{
    private static readonly OrthancId s_target = new("target"), s_patient = new("patient");

    private static readonly NamedResource[] s_known =
    [
        new(ResourceLevel.Patient, s_patient, s_patient, null),
        new(ResourceLevel.Study, new("study"), s_patient, new("study")),
        new(ResourceLevel.Study, s_target, s_patient, s_target),
        new(ResourceLevel.Series, new("child"), s_patient, s_target),
    ];

    private static readonly MergeOrder s_order = new(JsonElement.Parse("{}"), "sha", "instance", 1);

    [Fact]
    public void takes_what_lies_elsewhere_each_once()
    {
        var plan = Merge(["study", "study"]).Value;

        plan.Sources.ShouldHaveSingleItem().Id.Value.ShouldBe("study");
        (plan.Type, plan.Content["TargetStudy"]!.GetValue<string>()).ShouldBe(("MergeStudy", "target"));
        plan.Order.ShouldBe(s_order);
    }

    [Theory]
    [InlineData("unknown", null)]
    [InlineData("patient", "This resource is neither a study, nor a series, nor an instance: patient is a Patient")]
    [InlineData("target", "Cannot merge a study into the same study: target")]
    [InlineData("child", "Cannot merge child into its parent study target")]
    public void refuses_what_cannot_be_moved(string id, string? details) =>
        Merge(["study", id]).Refused.ShouldBe(new(OrthancError.UnknownResource, details));

    [Fact]
    public void is_refused_where_there_is_no_target() =>
        new MergeStudy(s_target, []).Decide(null, null, new Dictionary<OrthancId, NamedResource>()).Refused
            .ShouldBe(new(OrthancError.UnknownResource, "Cannot merge into an unknown study: target"));

    [Fact]
    public void is_refused_where_the_target_cannot_be_read() =>
        new MergeStudy(s_target, []).Decide(s_order, new Refused(OrthancError.CorruptedFile, "bad"),
            new Dictionary<OrthancId, NamedResource>()).Refused!.Error.ShouldBe(OrthancError.CorruptedFile);

    private static Answer<RewritePlan> Merge(string[] ids) => new MergeStudy(s_target, [.. ids.Select(id => new OrthancId(id))])
        .Decide(s_order, ModifiedInstance.Asked("{}"), s_known.ToDictionary(resource => resource.Id));
}
