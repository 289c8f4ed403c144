using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Api.Jobs;
using EventDicom.Domain.Errors;

namespace EventDicom.Api.Tests.Jobs;

public sealed class ReadingJobRequests
{
    [Theory]
    [InlineData("{}", true, 0, false)]
    [InlineData("""{"Synchronous":false}""", false, 0, false)]
    [InlineData("""{"Asynchronous":true,"Priority":-7,"Permissive":true}""", false, -7, true)]
    [InlineData("""{"Asynchronous":false}""", true, 0, false)]
    [InlineData("""{"Synchronous":true,"Asynchronous":true}""", true, 0, false)]
    public void takes_what_the_body_says_and_defaults_for_the_rest(string body, bool synchronous, int priority, bool permissive) =>
        JobRequest.Read(JsonElement.Parse(body)).ShouldBe(new(synchronous, priority, permissive));

    [Theory]
    [InlineData("""{"Synchronous":1}""")]
    [InlineData("""{"Asynchronous":"true"}""")]
    [InlineData("""{"Priority":"1"}""")]
    [InlineData("""{"Priority":1.5}""")]
    [InlineData("""{"Permissive":null}""")]
    public void refuses_another_type(string body) =>
        Should.Throw<OrthancException>(() => JobRequest.Read(JsonElement.Parse(body))).Error.ShouldBe(OrthancError.BadFileFormat);
}
