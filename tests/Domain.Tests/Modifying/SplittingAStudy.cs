using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>What is there, under the lock of the patient, decides on what a split may take.</summary>
public sealed class SplittingAStudy
{
    private static readonly OrthancId s_study = new("study"), s_patient = new("patient");

    private static readonly NamedResource s_series = new(ResourceLevel.Series, new("series"), s_patient, s_study);
    private static readonly NamedResource s_instance = new(ResourceLevel.Instance, new("instance"), s_patient, s_study);
    private static readonly NamedResource s_elsewhere = new(ResourceLevel.Series, new("elsewhere"), s_patient, new("other"));

    [Fact]
    public void moves_series_and_instances_each_once_into_a_study_of_the_same_patient()
    {
        var plan = Split(["series", "series"], ["instance"]).Value;

        plan.Sources.ShouldBe([s_series, s_instance]);
        (plan.Type, plan.Content["TargetStudy"]!.GetValue<string>(), plan.Content["TargetStudyUID"]!.GetValue<string>())
            .ShouldBe(("SplitStudy", OrthancId.OfStudy("P", "2.25.9").Value, "2.25.9"));
    }

    [Fact]
    public void moves_them_to_another_patient_where_that_is_asked() =>
        Split(["series"], [], """{"Replace":{"PatientID":"Q "}}""").Value.Content["TargetStudy"]!.GetValue<string>()
        .ShouldBe(OrthancId.OfStudy("Q", "2.25.9").Value);

    [Fact]
    public void is_refused_where_there_is_no_such_study() =>
        Split(["series"], [], patient: null).Refused.ShouldBe(new(OrthancError.UnknownResource, "Cannot split unknown study study"));

    [Fact]
    public void is_refused_where_nothing_is_named() => Split([], []).Refused!.Error.ShouldBe(OrthancError.BadRequest);

    [Theory]
    [InlineData("elsewhere", null)]
    [InlineData("unknown", null)]
    [InlineData("instance", null)]
    [InlineData(null, "series")]
    public void is_refused_where_a_part_is_none_of_the_study(string? series, string? instance) =>
        Split(series is null ? [] : [series], instance is null ? [] : [instance]).Refused.ShouldBe(new(OrthancError.UnknownResource));

    [Fact]
    public void is_refused_with_what_is_wrong_with_the_request() =>
        Split(["series"], [], """{"Remove":["Modality"]}""").Refused!.Error.ShouldBe(OrthancError.ParameterOutOfRange);

    private static Answer<RewritePlan> Split(string[] series, string[] instances, string request = "{}", string? patient = "P")
    {
        var order = new SplitOrder(JsonElement.Parse(request), "2.25.9");
        var command = new SplitStudy(s_study, [.. series.Select(id => new OrthancId(id))],
            [.. instances.Select(id => new OrthancId(id))], order);
        return command.Decide(order.Read(ModifiedInstance.Settings), patient,
            new[] { s_series, s_instance, s_elsewhere }.ToDictionary(resource => resource.Id));
    }
}
