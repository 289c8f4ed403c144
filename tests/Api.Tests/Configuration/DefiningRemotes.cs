using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Tests.Configuration;

public sealed class DefiningRemotes
{
    [Fact]
    public void reads_both_forms_of_modalities_from_the_configuration()
    {
        var modalities = Configured.With("""
            { "DicomModalities": { "short": ["CT", "10.0.0.1", 104], "vendor": ["PACS", "h", "11112", "Vitrea"],
              "long": { "AET": "MR", "Host": "h", "Port": 4242, "AllowStore": false, "LocalAet": "US", "Timeout": 5, "UseDicomTls": true } } }
            """).Remote.DicomModalities;

        modalities["short"].ShouldBe(new() { Aet = "CT", Host = "10.0.0.1", Port = 104 });
        modalities["vendor"].ShouldBe(new() { Aet = "PACS", Host = "h", Port = 11112, Manufacturer = ModalityManufacturer.Vitrea });
        modalities["long"].ShouldBe(new() { Aet = "MR", Host = "h", Port = 4242, AllowStore = false, LocalAet = "US", Timeout = 5, UseDicomTls = true });
    }

    [Fact]
    public void takes_the_old_flag_of_storage_commitment_for_both_halves()
    {
        var modality = Modality("""{ "AET": "A", "Host": "h", "Port": 1, "AllowStorageCommitment": false, "AllowEventReport": true }""");
        modality.AllowNAction.ShouldBeFalse();
        modality.AllowEventReport.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Generic", ModalityManufacturer.Generic)]
    [InlineData("GenericNoWildcardInDates", ModalityManufacturer.GenericNoWildcardInDates)]
    [InlineData("GenericNoUniversalWildcard", ModalityManufacturer.GenericNoUniversalWildcard)]
    [InlineData("Vitrea", ModalityManufacturer.Vitrea)]
    [InlineData("GE", ModalityManufacturer.GE)]
    [InlineData("ClearCanvas", ModalityManufacturer.Generic)]
    [InlineData("MedInria", ModalityManufacturer.Generic)]
    [InlineData("Dcm4Chee", ModalityManufacturer.Generic)]
    [InlineData("EFilm2", ModalityManufacturer.Generic)]
    [InlineData("SyngoVia", ModalityManufacturer.GenericNoWildcardInDates)]
    [InlineData("AgfaImpax", ModalityManufacturer.GenericNoWildcardInDates)]
    public void knows_manufacturers_old_and_new(string name, ModalityManufacturer manufacturer) =>
        Modality($"""["A", "h", 1, "{name}"]""").Manufacturer.ShouldBe(manufacturer);

    [Theory]
    [InlineData("""["A", "h", 65535]""", OrthancError.ParameterOutOfRange)]
    [InlineData("""["A", "h", -1]""", OrthancError.ParameterOutOfRange)]
    [InlineData("""["A", "h", 1, "generic"]""", OrthancError.ParameterOutOfRange)]
    [InlineData("""["A", "h", "x"]""", OrthancError.BadFileFormat)]
    [InlineData("""["A", "h", 12.5]""", OrthancError.BadFileFormat)]
    [InlineData("""["A", "h"]""", OrthancError.BadFileFormat)]
    [InlineData("""["A", "h", 1, "GE", 2]""", OrthancError.BadFileFormat)]
    [InlineData("""[1, "h", 1]""", OrthancError.BadFileFormat)]
    [InlineData("""{ "AET": "A", "Host": "h" }""", OrthancError.BadFileFormat)]
    [InlineData("""{ "AET": "A", "Host": "h", "Port": 1, "AllowEcho": "true" }""", OrthancError.BadFileFormat)]
    [InlineData("""{ "AET": "A", "Host": "h", "Port": 1, "Timeout": -1 }""", OrthancError.BadFileFormat)]
    [InlineData("""{ "AET": "A", "Host": "h", "Port": 1, "Timeout": "5" }""", OrthancError.BadFileFormat)]
    [InlineData("\"A\"", OrthancError.BadFileFormat)]
    public void refuses_modalities_that_are_malformed(string json, OrthancError error) =>
        Should.Throw<OrthancException>(() => Modality(json)).Error.ShouldBe(error);

    [Fact]
    public void reads_all_forms_of_peers()
    {
        Peer("""["http://a:8042"]""").Url.ShouldBe("http://a:8042/");
        var credentials = Peer("""["https://a/x/", "alice", "secret"]""");
        (credentials.Url, credentials.Username, credentials.Password).ShouldBe(("https://a/x/", "alice", "secret"));

        var full = Peer("""
            { "Url": "a:8042", "Username": "alice", "HttpHeaders": { "Token": "t" }, "Timeout": 42, "Pkcs11": true, "CertificateFile": "c", "Site": "north", "Floor": 3 }
            """);
        full.Url.ShouldBe("a:8042/");
        full.HttpHeaders["token"].ShouldBe("t");
        full.Timeout.ShouldBe(42);
        full.Pkcs11.ShouldBeTrue();
        full.CertificateFile.ShouldBe("c");
        full.UserProperties.ShouldBe(new Dictionary<string, string> { ["Site"] = "north", ["Floor"] = "3" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""["http://a", "alice"]""")]
    [InlineData("""["ftp://a"]""")]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("\"http://a\"")]
    [InlineData("""{ "Url": "http://a", "Timeout": "1" }""")]
    [InlineData("""{ "Url": "http://a", "Timeout": -1 }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "a": 1 } }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": ["a"] }""")]
    public void refuses_peers_that_are_malformed(string json) =>
        Should.Throw<OrthancException>(() => Peer(json)).Error.ShouldBe(OrthancError.BadFileFormat);

    [Theory]
    [InlineData("pacs_1-B", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a.b", false)]
    [InlineData("é", false)]
    public void bounds_symbolic_names(string name, bool valid) => SymbolicName.IsValid(name).ShouldBe(valid);

    private static RemoteModality Modality(string json) => RemoteModality.Parse(JsonElement.Parse(json));

    private static RemotePeer Peer(string json) => RemotePeer.Parse(JsonElement.Parse(json));
}
