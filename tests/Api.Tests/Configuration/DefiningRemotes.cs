using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Modalities;
using EventDicom.Api.Peers;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Tests.Configuration;

public sealed class DefiningRemotes
{
    private const string Quarter = "0123456789-0123456789-0123456789-0123456789-012345678901234567";

    private const string Longest = Quarter + Quarter + Quarter + Quarter + "0123456";

    [Fact]
    public void reads_both_forms_of_modalities_from_the_configuration()
    {
        var modalities = Configured.With("""
            { "DicomModalities": { "short": ["CT", "10.0.0.1", 104], "vendor": ["PACS", "h", "11112", "Vitrea"],
              "long": { "AET": "MR", "Host": "h", "Port": 4242, "AllowStore": false, "LocalAet": "US", "Timeout": 5, "UseDicomTls": true } } }
            """).Remote.DicomModalities;

        modalities["short"].ShouldBe(new() { Aet = "CT", Host = "10.0.0.1", Port = 104 });
        modalities["vendor"].ShouldBe(new() { Aet = "PACS", Host = "h", Port = 11112, Manufacturer = ModalityManufacturer.Vitrea });
        modalities["long"]
            .ShouldBe(new() { Aet = "MR", Host = "h", Port = 4242, AllowStore = false, LocalAet = "US", Timeout = 5, UseDicomTls = true });
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
    [InlineData("""["A\r\n", "h", 1]""", OrthancError.BadFileFormat)]
    [InlineData("""["A", "h\u0000", 1]""", OrthancError.BadFileFormat)]
    [InlineData("""{ "AET": "A", "Host": "h", "Port": 1, "LocalAet": "\u001b[1m" }""", OrthancError.BadFileFormat)]
    public void refuses_modalities_that_are_malformed(string json, OrthancError error) =>
        Should.Throw<OrthancException>(() => Modality(json)).Error.ShouldBe(error);

    [Fact]
    public void reads_all_forms_of_peers()
    {
        Peer("""["http://a:8042"]""").Definition.Url.ShouldBe("http://a:8042/");
        var credentials = Peer("""["https://a/x/", "alice", "secret"]""");
        (credentials.Definition.Url, credentials.Definition.Username, credentials.Secrets.Password)
            .ShouldBe(("https://a/x/", "alice", "secret"));

        var full = Peer("""
            { "Url": "a:8042", "Username": "alice", "HttpHeaders": { "Token": "t" }, "Timeout": 42, "Pkcs11": true, "CertificateFile": "c", "CertificateKeyPassword": "k", "Site": "north", "Floor": 3 }
            """);
        full.Secrets.HttpHeaders["token"].ShouldBe("t");
        full.Secrets.CertificateKeyPassword.ShouldBe("k");
        var definition = full.Definition;
        definition.Url.ShouldBe("a:8042/");
        definition.Timeout.ShouldBe(42);
        definition.Pkcs11.ShouldBeTrue();
        definition.CertificateFile.ShouldBe("c");
        definition.UserProperties.ShouldBe(new Dictionary<string, string> { ["Site"] = "north", ["Floor"] = "3" }, ignoreOrder: true);
    }

    [Fact]
    public void refuses_them_in_a_file_by_name()
    {
        Configured.Refused("""{ "OrthancPeers": { "bad": ["javascript:alert(1)"] } }""").Message.ShouldContain("OrthancPeers.bad");
        Configured.Refused("""{ "DicomModalities": { "bad": ["A\n", "h", 1] } }""").Message.ShouldContain("DicomModalities.bad");
    }

    [Theory]
    [InlineData("http://alice:sec%40ret@a:1/x", "http://a:1/x/", "alice", "sec@ret")]
    [InlineData("alice@a", "a/", "alice", "")]
    [InlineData("http://a/x@y", "http://a/x@y/", "", "")]
    public void takes_credentials_out_of_an_address(string address, string url, string username, string password)
    {
        var peer = Peer($"""["{address}"]""");
        (peer.Definition.Url, peer.Definition.Username, peer.Secrets.Password).ShouldBe((url, username, password));
    }

    [Fact]
    public void prefers_credentials_beside_an_address_to_those_in_it()
    {
        var peer = Peer("""["http://alice:secret@a/", "bob", "other"]""");
        (peer.Definition.Url, peer.Definition.Username, peer.Secrets.Password).ShouldBe(("http://a/", "bob", "other"));
    }

    [Theory]
    [InlineData("""["http://a", "alice"]""")]
    [InlineData("""[""]""")]
    [InlineData("""["http://a", "alice", "\ud800"]""")]
    [InlineData("""{ "Url": "http://a", "Site": "\u0000" }""")]
    [InlineData("""["ftp://a"]""")]
    [InlineData("""["javascript:alert(1)"]""")]
    [InlineData("""["JavaScript:1/alert(1)"]""")]
    [InlineData("""["javascript://a/%0aalert(1)"]""")]
    [InlineData("""["data:1"]""")]
    [InlineData("""["file:///etc/passwd"]""")]
    [InlineData("""["http://"]""")]
    [InlineData("""["http:///x"]""")]
    [InlineData("""["http://[::1"]""")]
    [InlineData("""["http://a:x"]""")]
    [InlineData("""["http://a:0"]""")]
    [InlineData("""["http://a:99999"]""")]
    [InlineData("""["http://a b"]""")]
    [InlineData("""["http://a\r\nX: y"]""")]
    [InlineData("""["http://al%0d%0aice@a"]""")]
    [InlineData("""["http://a", "al\nice", "secret"]""")]
    [InlineData("""["http://a", "alice", "sec\u007fret"]""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "a": "b\r\nc: d" } }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "a\r\nb": "c" } }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "a b": "c" } }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "": "c" } }""")]
    [InlineData("""{ "Url": "http://a", "CertificateFile": "a\u0085b" }""")]
    [InlineData("""{ "Url": "http://a", "Site": ["x", { "y\t": 1 }] }""")]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("\"http://a\"")]
    [InlineData("""{ "Url": "http://a", "Timeout": "1" }""")]
    [InlineData("""{ "Url": "http://a", "Timeout": -1 }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": { "a": 1 } }""")]
    [InlineData("""{ "Url": "http://a", "HttpHeaders": ["a"] }""")]
    public void refuses_peers_that_are_malformed(string json) =>
        Should.Throw<OrthancException>(() => Peer(json)).Error.ShouldBe(OrthancError.BadFileFormat);

    [Fact]
    public void reads_all_forms_of_DICOMweb_servers_from_the_configuration()
    {
        var servers = Configured.With("""
            { "DicomWeb": { "Servers": {
                "bare": ["http://a/dicom-web"],
                "array": ["http://b/dicom-web/", "alice", "secret"],
                "object": { "Url": "https://c/", "Username": "bob", "Password": "p", "CertificateFile": "c", "CertificateKeyFile": "k",
                    "CertificateKeyPassword": "kp", "Pkcs11": true, "HasDelete": true, "ChunkedTransfers": false,
                    "HasWadoRsUniversalTransferSyntax": "0", "HttpHeaders": { "Token": "t" }, "Timeout": 7, "Site": "north" } } } }
            """).DicomWeb.Servers;

        (servers["bare"].Definition.Url, servers["bare"].HasDelete, servers["bare"].HasWadoRsUniversalTransferSyntax)
            .ShouldBe(("http://a/dicom-web/", false, true));
        (servers["array"].Definition.Username, servers["array"].Secrets.Password).ShouldBe(("alice", "secret"));
        var full = servers["object"];
        (full.HasDelete, full.HasWadoRsUniversalTransferSyntax).ShouldBe((true, false));
        (full.Definition.CertificateFile, full.Definition.CertificateKeyFile, full.Definition.Pkcs11, full.Definition.Timeout)
            .ShouldBe(("c", "k", true, 7));
        (full.Secrets.CertificateKeyPassword, full.Secrets.HttpHeaders["token"]).ShouldBe(("kp", "t"));
        full.Definition.UserProperties.ShouldBe(
            new Dictionary<string, string>
            {
                ["HasDelete"] = "1", ["ChunkedTransfers"] = "0", ["HasWadoRsUniversalTransferSyntax"] = "0", ["Site"] = "north",
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{ "DicomWeb": { "Servers": { "bad": ["javascript:alert(1)"] } } }""")]
    [InlineData("""{ "DicomWeb": { "Servers": { "bad": { "Url": "http://h", "HasDelete": "perhaps" } } } }""")]
    [InlineData("""{ "DicomWeb": { "Servers": { "bad": { "Url": "http://h", "HttpHeaders": { "Transfer-Encoding": "x" } } } } }""")]
    public void refuses_DICOMweb_servers_in_a_file_by_name(string json) =>
        Configured.Refused(json).Message.ShouldContain("DicomWeb.Servers.bad");

    [Theory]
    [InlineData("pacs_1-B", true)]
    [InlineData("", false)]
    [InlineData(Longest, true)]
    [InlineData(Longest + "x", false)]
    [InlineData("a b", false)]
    [InlineData("a.b", false)]
    [InlineData("é", false)]
    public void bounds_symbolic_names(string name, bool valid) => SymbolicName.IsValid(name).ShouldBe(valid);

    private static RemoteModality Modality(string json) => ModalityJson.Parse(JsonElement.Parse(json));

    private static RemotePeer Peer(string json) => PeerJson.Parse(JsonElement.Parse(json));
}
