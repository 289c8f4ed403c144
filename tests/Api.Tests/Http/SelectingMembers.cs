using System.Text;
using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Api.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class SelectingMembers
{
    private readonly JsonSelection _selection = new(["Keep", "Replace"], ["Resources"], LongestStored: 100);

    [Theory]
    [InlineData("""{"Keep":[1,{"a":[]}],"Other":{"Keep":2},"Resources":["x"]}""", """{"Keep":[1,{"a":[]}],"Resources":["x"]}""")]
    [InlineData("""{"Other":[[[{}]]],"Keep":{}}""", """{"Keep":{}}""")]
    [InlineData("""{"Keep":1,"Keep":"last"}""", """{"Keep":"last"}""")]
    [InlineData("""{ /* why */ "Keep" : true, "Other" : null, } rest""", """{"Keep":true}""")]
    [InlineData("""{"\u004beep":1}""", """{"Keep":1}""")]
    [InlineData("""{}""", """{}""")]
    [InlineData("""{"keep":1}""", """{}""")]
    [InlineData("""[1,2]""", """[1,2]""")]
    public void takes_what_means_something(string body, string selected)
    {
        LenientJson.TryParse(_selection.Of(Encoding.UTF8.GetBytes(body)), out var json).ShouldBeTrue();

        JsonElement.DeepEquals(json, JsonDocument.Parse(selected).RootElement).ShouldBeTrue(json.GetRawText());
    }

    [Theory]
    [InlineData("""{"Other":[1,}""")]
    [InlineData("""{"Keep":1""")]
    [InlineData("""{"Other" 1}""")]
    public void refuses_what_is_broken_also_where_it_means_nothing(string body) =>
        Should.Throw<JsonException>(() => _selection.Of(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"Other":"\u0000"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void refuses_texts_that_are_no_Unicode_also_where_they_mean_nothing(string body)
    {
        Should.Throw<OrthancException>(() => _selection.Of(Encoding.UTF8.GetBytes(body)));
        Should.Throw<OrthancException>(() => _selection.CostIn(Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void refuses_too_much_to_be_kept()
    {
        var text = new string('x', 100);

        Should.Throw<OrthancException>(() => _selection.Of(Encoding.UTF8.GetBytes($$"""{"Keep":"{{text}}"}"""))).HttpStatus.ShouldBe(413);
        _selection.Of(Encoding.UTF8.GetBytes($$"""{"Other":"{{text}}","Resources":["{{text}}"]}""")).ShouldNotBeEmpty();
    }

    [Fact]
    public void reckons_with_every_value_and_not_with_what_means_nothing()
    {
        var numbers = string.Join(',', Enumerable.Repeat(1, 1000));

        _selection.CostIn(Encoding.UTF8.GetBytes($$"""{"Resources":[{{numbers}}]}""")).ShouldBeGreaterThan(1000 * 100);
        _selection.CostIn(Encoding.UTF8.GetBytes($$"""{"Other":[{{numbers}}]}""")).ShouldBe(0);
    }

    [Fact]
    public void keeps_for_good_only_what_is_stored()
    {
        using var body = JsonDocument.Parse("""{"Keep":1,"Resources":["x"]}""");

        _selection.StoredOf(body.RootElement).GetRawText().ShouldBe("""{"Keep":1}""");
    }
}
