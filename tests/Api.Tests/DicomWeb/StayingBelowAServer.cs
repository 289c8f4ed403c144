using EventDicom.Api.DicomWeb.Servers;
using EventDicom.Domain.Errors;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>Addresses that requests name are below that of the server, and nowhere else.</summary>
public sealed class StayingBelowAServer
{
    private static readonly Uri s_root = new("http://host:8042/dicom-web/");

    [Theory]
    [InlineData("studies", "studies")]
    [InlineData("/studies/1.2/series", "studies/1.2/series")]
    [InlineData("//evil.example/x", "evil.example/x")]
    [InlineData("http://evil.example/x", "http://evil.example/x")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    [InlineData("/studies?limit=1&x=..", "studies?limit=1&x=..")]
    [InlineData("a/../b", "b")]
    [InlineData("", "")]
    public void takes_what_is_below(string path, string below) =>
        ServerAddress.Below(s_root, path).Value.AbsoluteUri.ShouldBe(s_root.AbsoluteUri + below);

    [Theory]
    [InlineData("..")]
    [InlineData("../instances")]
    [InlineData("studies/../../instances")]
    [InlineData("%2e%2e/instances")]
    [InlineData("studies/%2E%2E/%2e./instances")]
    [InlineData("\\\\evil.example\\x")]
    [InlineData("a#b")]
    [InlineData("a\r\nX: y")]
    public void refuses_what_is_not(string path) =>
        ServerAddress.Below(s_root, path).Refused!.Error.ShouldBe(OrthancError.ParameterOutOfRange);

    [Fact]
    public void refuses_what_no_server_takes() =>
        ServerAddress.Below(s_root, new string('x', ServerAddress.Longest + 1)).Refused!.Error.ShouldBe(OrthancError.ParameterOutOfRange);

    [Theory]
    [InlineData("studies", "studies?a%26b=c%3D%20d&e=f")]
    [InlineData("studies?x=1", "studies?x=1&a%26b=c%3D%20d&e=f")]
    public void escapes_arguments(string path, string whole) =>
        ServerAddress.With(path, [new("a&b", "c= d"), new("e", "f")]).ShouldBe(whole);
}
