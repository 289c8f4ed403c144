namespace EventDicom.Api.Tests.Configuration;

public sealed class ReportingProblems
{
    [Fact]
    public void has_nothing_to_say_about_defaults()
    {
        var (_, report) = Configured.Read("{}");
        report.Warnings.ShouldBeEmpty();
        report.Ignored.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "LuaScripts": ["x.lua"] }""", "LuaScripts")]
    [InlineData("""{ "Plugins": ["libOrthancDicomWeb.so"] }""", "Plugins")]
    [InlineData("""{ "StorageCompression": true }""", "StorageCompression")]
    [InlineData("""{ "StorageDirectory": "/var/lib/orthanc" }""", "StorageDirectory")]
    [InlineData("""{ "PostgreSQL": { "Host": "db" } }""", "PostgreSQL")]
    [InlineData("""{ "SslMinimumProtocolVersion": 2 }""", "SslMinimumProtocolVersion")]
    public void warns_of_what_Orthanc_does_and_we_do_not(string json, string option) =>
        Configured.Read(json).Report.Warnings.ShouldHaveSingleItem().ShouldContain(option);

    [Theory]
    [InlineData("""{ "LuaScripts": [] }""")]
    [InlineData("""{ "StorageCompression": false, "StoreMD5ForAttachments": true, "Plugins": [ ] }""")]
    public void does_not_warn_where_nothing_is_lost(string json) => Configured.Read(json).Report.Warnings.ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "DicomModalities": { "a": ["A", "h", 104] }, "DicomModalitiesInDatabase": true }""", "\"DicomModalities\"")]
    [InlineData("""{ "OrthancPeers": { "a": ["http://h"] }, "OrthancPeersInDatabase": true }""", "\"OrthancPeers\"")]
    public void warns_of_remotes_that_the_database_overrules(string json, string option) =>
        Configured.Read(json).Report.Warnings.ShouldHaveSingleItem().ShouldContain(option);

    [Fact]
    public void warns_of_a_name_that_is_almost_right()
    {
        var warning = Configured.Read("""{ "httpport": 80 }""").Report.Warnings.ShouldHaveSingleItem();
        warning.ShouldContain("httpport");
        warning.ShouldContain("\"HttpPort\"");
    }

    [Fact]
    public void lists_what_nobody_knows()
    {
        var (_, report) = Configured.Read(
            """{ "Worklists": { "Enable": true }, "EventDicom": { "Colour": "red" }, "DicomWeb": { "StudiesMetadata": "Full" } }""",
            ("ORTHANC__GDCM__ENABLE", "true"));
        report.Warnings.ShouldBeEmpty();
        report.Ignored.Select(line => line.Split(' ')[0]).ShouldBe(["Worklists", "GDCM", "DicomWeb.StudiesMetadata", "EventDicom.Colour"], ignoreOrder: true);
    }

    [Fact]
    public void is_loud_about_the_password_that_everybody_knows()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true }""");
        configuration.Access.AuthenticationEnabled.ShouldBeTrue();
        configuration.Access.RegisteredUsers.ShouldBe(new Dictionary<string, string> { ["orthanc"] = "orthanc" });
        report.Warnings.ShouldContain(warning => warning.StartsWith("INSECURE"));
    }

    [Fact]
    public void is_loud_about_an_open_door()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": false }""");
        configuration.Access.AuthenticationEnabled.ShouldBeFalse();
        report.Warnings.ShouldHaveSingleItem().ShouldStartWith("INSECURE");
    }

    [Fact]
    public void implies_authentication_with_the_users_that_there_are()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true, "RegisteredUsers": { "alice": "x" } }""");
        configuration.Access.AuthenticationEnabled.ShouldBeTrue();
        configuration.Access.RegisteredUsers.Keys.ShouldBe(["alice"]);
        report.Warnings.ShouldNotContain(warning => warning.StartsWith("INSECURE"));
    }

    [Fact]
    public void does_not_invent_users_where_nobody_is_asked() =>
        Configured.Read("{}").Configuration.Access.RegisteredUsers.ShouldBeEmpty();
}
