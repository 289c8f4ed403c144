using System.Text.Json;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.DicomWeb;

/// <summary>What the answer to a request to store says of one instance.</summary>
public sealed class JudgingWhatAServerSays
{
    private const string Stored = """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2.3"]}}]}}""";

    [Theory]
    [InlineData(200, Stored)]
    [InlineData(202, Stored)]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["9"]}},{"00081155":{"vr":"UI","Value":["1.2.3 "]},"00081196":{"vr":"US","Value":[45056]}}]},"00081198":{"vr":"SQ"}}""")]
    public void is_believed_where_it_names_the_instance(int status, string body) => Judge(status, body).ShouldBeNull();

    [Theory]
    [InlineData(500, Stored, "HTTP status 500")]
    [InlineData(302, null, "HTTP status 302")]
    [InlineData(401, null, "HTTP status 401")]
    [InlineData(200, null, "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(204, null, "HTTP status 204, and an answer that does not say that the instance is stored")]
    [InlineData(200, "{}", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, "[]", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, """{"00081199":{"vr":"SQ"}}""", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2.4"]}}]}}""", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, """{"00081199":{"vr":"SQ","Value":{"00081155":1}}}""", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, """{"00081199":[{"00081155":{"Value":["1.2.3"]}}]}""", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(200, """{"00081199":{"Value":[null,5,"1.2.3",[]]}}""", "HTTP status 200, and an answer that does not say that the instance is stored")]
    [InlineData(409, """{"00081198":{"Value":[{"00081155":{"Value":["1.2.3"]},"00081197":{"vr":"US","Value":[272]}}]}}""", "HTTP status 409, failure reason 0x0110")]
    [InlineData(202, """{"00081198":{"Value":[{"00081155":{"Value":["1.2.3"]}}]}}""", "HTTP status 202")]
    [InlineData(202, """{"00081198":{"Value":[{"00081155":{"Value":["1.2.3"]},"00081197":{"Value":["x"]}}]}}""", "HTTP status 202")]
    public void is_no_acknowledgement_otherwise(int status, string? body, string reason)
    {
        var refused = Judge(status, body).ShouldNotBeNull();
        (refused.Error, refused.Details).ShouldBe((OrthancError.NetworkProtocol, reason));
    }

    [Fact]
    public void is_no_acknowledgement_where_it_names_the_instance_on_both_lists() =>
        Judge(200, Stored[..^1] + ""","00081198":{"Value":[{"00081155":{"Value":["1.2.3"]},"00081197":{"Value":[42752]}}]}}""")!.Details
            .ShouldBe("HTTP status 200, failure reason 0xA700");

    private static Refused? Judge(int status, string? body) =>
        StowAnswer.Judge(status, body is null ? null : JsonElement.Parse(body), "1.2.3");
}
