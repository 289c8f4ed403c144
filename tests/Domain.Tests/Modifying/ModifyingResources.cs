using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class ModifyingResources
{
    private static readonly NamedResource s_series = new(ResourceLevel.Series, new("series"), new("patient"), new("study"));

    [Fact]
    public void of_one_says_its_own_level_and_that_of_the_route()
    {
        var plan = Modify("{}", ["series"], ResourceLevel.Study).Value;

        plan.Order.ShouldBeOfType<ModificationOrder>().SourceLevel.ShouldBe(ResourceLevel.Series);
        plan.Sources.ShouldBe([s_series]);
        plan.Content.Select(member => member.Key).ShouldBe(["IsAnonymization", "KeepSource", "ParentResources", "Resources"]);
    }

    [Fact]
    public void of_many_leaves_the_resources_to_what_it_makes() =>
        Modify("{}", ["series"], route: null).Value.Content.ContainsKey("Resources").ShouldBeFalse();

    [Fact]
    public void is_refused_where_one_is_not_there() =>
        Modify("{}", ["series", "gone"], route: null).Refused.ShouldBe(new(OrthancError.UnknownResource));

    [Fact]
    public void is_refused_first_for_what_is_wrong_with_the_request() =>
        Modify("""{"Remove":["PatientID"],"Force":true}""", ["gone"], ResourceLevel.Study).Refused!.Error.ShouldBe(OrthancError.BadRequest);

    [Theory]
    [InlineData("Known^Name", true)]
    [InlineData("Other^Name", false)]
    public void agrees_with_what_is_known_of_a_patient_who_has_other_studies(string name, bool accepted)
    {
        var answer = Modify("""{"Replace":{"PatientName":"NAME"}}""".Replace("NAME", name, StringComparison.Ordinal), ["series"],
            ResourceLevel.Study, new Dictionary<string, string> { ["0010,0010"] = "Known^Name" });

        (answer.Refused?.Error).ShouldBe(accepted ? null : OrthancError.BadRequest);
    }

    private static Answer<RewritePlan> Modify(string request, string[] ids, ResourceLevel? route,
        params IReadOnlyDictionary<string, string>[] others)
    {
        var order = new ModificationOrder(JsonElement.Parse(request), IsAnonymization: false, route, "", route);
        return new ModifyResources([.. ids.Select(id => new OrthancId(id))], order)
            .Decide(order.Read(ModifiedInstance.Settings), new Dictionary<OrthancId, NamedResource> { [s_series.Id] = s_series }, others,
                MainDicomTags.Default);
    }
}
