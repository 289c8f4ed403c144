using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tests.Configuration;

public sealed class UsingTheEnvironment
{
    [Theory]
    [InlineData("x${SITE}y", "xRadiologyy")]
    [InlineData("${NOT_SET}", "")]
    [InlineData("${NOT_SET:-fallback}", "fallback")]
    [InlineData("${NOT_SET:-a:b-c}", "a:b-c")]
    [InlineData("${NOT_SET:-}", "")]
    [InlineData("${SITE:-fallback}", "Radiology")]
    [InlineData("${EMPTY:-fallback}", "")]
    [InlineData("${SITE}${SITE}", "RadiologyRadiology")]
    [InlineData("${}", "${}")]
    [InlineData("${SITE", "${SITE")]
    [InlineData("$SITE", "$SITE")]
    [InlineData("${SI TE}", "${SI TE}")]
    public void replaces_variables_in_text(string name, string expected) =>
        Configured.With($$"""{ "Name": "{{name}}" }""", ("SITE", "Radiology"), ("EMPTY", "")).Name.ShouldBe(expected);

    [Fact]
    public void replaces_variables_outside_of_text() =>
        Configured.With("""{ "HttpPort": ${PORT}, "DicomPort": ${NOT_SET:-104} }""", ("PORT", "80")).Http.HttpPort.ShouldBe(80);

    [Theory]
    [InlineData("quotes \" and \\ backslashes")]
    [InlineData("\", \"RemoteAccessAllowed\": true, \"x\": \"")]
    public void does_not_let_a_value_break_out_of_its_text(string value)
    {
        var configuration = Configured.With("""{ "Name": "${VALUE}" }""", ("VALUE", value));
        configuration.Name.ShouldBe(value);
        configuration.Access.RemoteAccessAllowed.ShouldBeFalse();
    }

    [Fact]
    public void leaves_comments_alone() =>
        Configured.With("""
            // "${VALUE}
            { /* " ${VALUE} */ "Name": "\"${VALUE}" } // ${VALUE
            """, ("VALUE", "x\ny")).Name.ShouldBe("\"x\ny");

    [Theory]
    [InlineData("ORTHANC__NAME", "env", "env")]
    [InlineData("ORTHANC__Name", "env", "env")]
    [InlineData("ORTHANC__NAME", "2024", "2024")]
    [InlineData("ORTHANC__NAME", "true", "true")]
    [InlineData("ORTHANC__NAME", "", "")]
    [InlineData("ORTHANC__NAME", "{ \"not\"", "{ \"not\"")]
    public void overrides_texts(string variable, string value, string expected) =>
        Configured.With("""{ "Name": "file" }""", (variable, value)).Name.ShouldBe(expected);

    [Theory]
    [InlineData("ORTHANC__DICOM_AET")]
    [InlineData("ORTHANC__DICOMAET")]
    [InlineData("ORTHANC__DicomAet")]
    public void matches_names_whatever_their_case_and_underscores(string variable) =>
        Configured.With("{}", (variable, "ENV")).DicomServer.DicomAet.ShouldBe("ENV");

    [Fact]
    public void overrides_numbers_flags_lists_and_objects()
    {
        var configuration = Configured.With(
            """{ "RegisteredUsers": { "file": "x" } }""",
            ("ORTHANC__HTTP_PORT", "81"),
            ("ORTHANC__REMOTE_ACCESS_ALLOWED", "True"),
            ("ORTHANC__ACCEPTED_TRANSFER_SYNTAXES", "[\"1.2\", \"1.3\"]"),
            ("ORTHANC__REGISTERED_USERS", "{\"env\": \"y\"}"));
        configuration.Http.HttpPort.ShouldBe(81);
        configuration.Access.RemoteAccessAllowed.ShouldBeTrue();
        configuration.DicomServer.AcceptedTransferSyntaxes.ShouldBe(["1.2", "1.3"]);
        configuration.Access.RegisteredUsers.ShouldBe(new Dictionary<string, string> { ["env"] = "y" });
    }

    [Fact]
    public void overrides_one_entry_of_a_table()
    {
        var users = Configured.With(
            """{ "RegisteredUsers": { "alice": "x", "bob": "y" } }""",
            ("ORTHANC__REGISTERED_USERS__ALICE", "new"),
            ("ORTHANC__REGISTERED_USERS__carol", "z")).Access.RegisteredUsers;
        users.ShouldBe(new Dictionary<string, string> { ["alice"] = "new", ["bob"] = "y", ["carol"] = "z" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("EventDicom__ConnectionString")]
    [InlineData("EVENTDICOM__CONNECTIONSTRING")]
    [InlineData("ORTHANC__EVENT_DICOM__CONNECTION_STRING")]
    public void reaches_our_own_options(string variable) =>
        Configured.With("""{ "EventDicom": { "ConnectionString": "Host=file", "KeepDeleted": 7 } }""", (variable, "Host=env"))
            .EventDicom.ShouldSatisfyAllConditions(options => options.ConnectionString.ShouldBe("Host=env"),
                options => options.KeepDeleted.ShouldBe(7));

    [Fact]
    public void takes_a_whole_configuration_from_one_variable()
    {
        var configuration = Configured.With(
            """{ "Name": "file", "HttpPort": 80 }""",
            ("ORTHANC_JSON", """{ "Name": "${WHO}", "StableAge": 7 /* s */ }"""), ("WHO", "variable"), ("ORTHANC__STABLE_AGE", "8"));
        (configuration.Name, configuration.Http.HttpPort, configuration.Index.StableAge).ShouldBe(("variable", 80, 8));
        Configured.Refused("{}", ("ORTHANC_JSON", "{ no")).Message.ShouldContain("ORTHANC_JSON");
    }

    [Fact]
    public void names_the_variable_of_a_bad_value()
    {
        var exception = Configured.Refused("{}", ("ORTHANC__HTTP_PORT", "many"));
        exception.Option.ShouldBe("HttpPort");
        exception.Message.ShouldContain("ORTHANC__HTTP_PORT");
    }

    [Fact]
    public void ignores_variables_of_others()
    {
        var configuration = Configured.With("{}", ("NAME", "x"), ("ORTHANC_NAME", "x"), ("HttpPort", "1"), ("ORTHANC__", "x"));
        configuration.Name.ShouldBe("MyOrthanc");
        configuration.Http.HttpPort.ShouldBe(8042);
    }
}
