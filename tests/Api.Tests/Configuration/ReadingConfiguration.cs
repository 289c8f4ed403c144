using System.Net;
using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Settings;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Api.Tests.Configuration;

public sealed class ReadingConfiguration
{
    [Theory]
    [InlineData("true", OverwriteMode.Always)]
    [InlineData("false", OverwriteMode.Never)]
    [InlineData("\"Never\"", OverwriteMode.Never)]
    [InlineData("\"Always\"", OverwriteMode.Always)]
    [InlineData("\"IfChanged\"", OverwriteMode.IfChanged)]
    public void takes_OverwriteInstances_as_Orthanc_1_13_and_as_before(string value, OverwriteMode mode) =>
        Configured.With($$"""{ "OverwriteInstances": {{value}} }""").Storage.OverwriteInstances.ShouldBe(mode);

    [Fact]
    public void refuses_any_other_OverwriteInstances() =>
        Configured.Refused("""{ "OverwriteInstances": "Sometimes" }""").Option.ShouldBe("OverwriteInstances");

    [Fact]
    public void has_Orthancs_defaults_where_nothing_is_set()
    {
        var configuration = OrthancConfiguration.Default;
        configuration.Name.ShouldBe("MyOrthanc");
        configuration.Http.HttpPort.ShouldBe(8042);
        configuration.Http.HttpDescribeErrors.ShouldBeTrue();
        configuration.Access.RemoteAccessAllowed.ShouldBeFalse();
        configuration.Access.AuthenticationEnabled.ShouldBeFalse();
        configuration.DicomServer.DicomPort.ShouldBe(4242);
        configuration.DicomServer.DicomAet.ShouldBe("ORTHANC");
        configuration.DicomServer.DefaultEncoding.ShouldBe(DefaultEncoding.Latin1);
        configuration.DicomServer.AcceptedTransferSyntaxes.ShouldBe(["1.2.840.10008.1.*"]);
        configuration.Index.StableAge.ShouldBe(60);
        configuration.Jobs.JobsEngineThreadsCount.ShouldBe(new Dictionary<string, int> { ["ResourceModification"] = 1 });
        configuration.Transcoding.IngestTranscoding.ShouldBeNull();
        configuration.EventDicom.KeepDeleted.ShouldBe(30);
    }

    [Fact]
    public void reads_comments_and_trailing_commas()
    {
        var configuration = Configured.With("""
            /* Orthanc's own files
             * look like this */
            {
              // The name
              "Name" : "Radiology // not a comment", // and why
              "HttpBindAddresses" : [ "127.0.0.1", "::1", ],
            }
            """);
        configuration.Name.ShouldBe("Radiology // not a comment");
        configuration.Http.HttpBindAddresses.ShouldBe([IPAddress.Loopback, IPAddress.IPv6Loopback]);
    }

    [Fact]
    public void reads_the_tables_that_sites_fill()
    {
        var index = Configured.With("""
            {
              "ExtraMainDicomTags": { "Instance": ["Rows", "0028,0011"], "Series": [] },
              "UserMetadata": { "sample": 1024, "other": 65535 },
              "UserContentType": { "plain": 1024, "report": [1025, "application/pdf"] },
              "Dictionary": {
                "0014,1020": ["DA", "ValidationExpiryDate", 1, 1],
                "00e1,10c2": ["UI", "PET-CT Multi Modality Name", 1, 1, "ELSCINT1"],
                "2001,5f": ["SQ", "StackSequence", 1, 0, "Philips Imaging DD 001"],
                "00111001": ["LO", "Short"]
              }
            }
            """).Index;

        index.ExtraMainDicomTags[ResourceLevel.Instance].ShouldBe(["Rows", "0028,0011"]);
        index.ExtraMainDicomTags[ResourceLevel.Series].ShouldBeEmpty();
        index.UserMetadata["other"].ShouldBe(65535);
        index.UserContentType["plain"].ShouldBe(new(1024, "application/octet-stream"));
        index.UserContentType["report"].ShouldBe(new(1025, "application/pdf"));
        index.Dictionary.ShouldBe(
        [
            new(new DicomTag(0x0014, 0x1020), "DA", "ValidationExpiryDate", 1, 1, ""),
            new(new DicomTag(0x00e1, 0x10c2), "UI", "PET-CT Multi Modality Name", 1, 1, "ELSCINT1"),
            new(new DicomTag(0x2001, 0x005f), "SQ", "StackSequence", 1, null, "Philips Imaging DD 001"),
            new(new DicomTag(0x0011, 0x1001), "LO", "Short", 1, 1, ""),
        ]);
    }

    [Theory]
    [InlineData("""{ "HttpPort": "8042" }""", "HttpPort", "must be an integer")]
    [InlineData("""{ "HttpPort": 8042.5 }""", "HttpPort", "must be an integer")]
    [InlineData("""{ "HttpPort": 65536 }""", "HttpPort", "must be from 0 to 65535")]
    [InlineData("""{ "HttpPort": -1 }""", "HttpPort", "must be from 0 to 65535")]
    [InlineData("""{ "DicomPort": 70000 }""", "DicomPort", "must be from 0 to 65535")]
    [InlineData("""{ "Name": null }""", "Name", "must be a string")]
    [InlineData("""{ "Name": 5 }""", "Name", "must be a string")]
    [InlineData("""{ "RemoteAccessAllowed": "true" }""", "RemoteAccessAllowed", "must be true or false")]
    [InlineData("""{ "RemoteAccessAllowed": 1 }""", "RemoteAccessAllowed", "must be true or false")]
    [InlineData("""{ "AuthenticationEnabled": "no" }""", "AuthenticationEnabled", "must be true or false")]
    [InlineData("""{ "StableAge": -1 }""", "StableAge", "must be 0 or more")]
    [InlineData("""{ "StorageAccessOnFind": "Sometimes" }""", "StorageAccessOnFind", "must be one of Always, Answers, Never")]
    [InlineData("""{ "StorageAccessOnFind": "1" }""", "StorageAccessOnFind", "must be one of Always, Answers, Never")]
    [InlineData("""{ "StorageAccessOnFind": "Always,Never" }""", "StorageAccessOnFind", "must be one of Always, Answers, Never")]
    [InlineData("""{ "MaximumStorageMode": "Explode" }""", "MaximumStorageMode", "must be one of Recycle, Reject")]
    [InlineData("""{ "DefaultEncoding": "Klingon" }""", "DefaultEncoding", "must be one of Ascii, Utf8, Latin1")]
    [InlineData("""{ "DicomAet": "" }""", "DicomAet", "must have 1 to 16 characters")]
    [InlineData("""{ "DicomAet": "ABCDEFGHIJKLMNOPQ" }""", "DicomAet", "must have 1 to 16 characters")]
    [InlineData("""{ "DicomAet": "A\\B" }""", "DicomAet", "must have 1 to 16 characters")]
    [InlineData("""{ "MaximumPduLength": 100 }""", "MaximumPduLength", "must be from 4096 to 131072")]
    [InlineData("""{ "HttpBindAddresses": ["localhost"] }""", "HttpBindAddresses", "\"localhost\" is not an IP address")]
    [InlineData("""{ "HttpBindAddresses": [1] }""", "HttpBindAddresses", "must be a list of strings")]
    [InlineData("""{ "IngestTranscoding": "foo" }""", "IngestTranscoding", "must be the UID")]
    [InlineData("""{ "DicomScuPreferredTransferSyntax": "1..2" }""", "DicomScuPreferredTransferSyntax", "must be the UID")]
    [InlineData("""{ "DicomLossyTranscodingQuality": 101 }""", "DicomLossyTranscodingQuality", "must be from 1 to 100")]
    [InlineData("""{ "RegisteredUsers": ["alice"] }""", "RegisteredUsers", "must be an object")]
    [InlineData("""{ "RegisteredUsers": { "alice": 1 } }""", "RegisteredUsers.alice", "A string is needed")]
    [InlineData("""{ "RegisteredUsers": { "al:ice": "x" } }""", "RegisteredUsers", "cannot be the name of a user")]
    [InlineData("""{ "UserMetadata": { "a": 3 } }""", "UserMetadata.a", "The number must be from 1024 to 65535")]
    [InlineData("""{ "UserMetadata": { "RemoteAET": 1024 } }""", "UserMetadata.RemoteAET",
        "The name must be none of the system's own, and no number")]
    [InlineData("""{ "UserMetadata": { "1030": 1024 } }""", "UserMetadata.1030",
        "The name must be none of the system's own, and no number")]
    [InlineData("""{ "UserMetadata": { "a": 1024, "b": 1024 } }""", "UserMetadata", "number 1024 is given to two names")]
    [InlineData("""{ "UserContentType": { "a": "1024" } }""", "UserContentType.a", "The number must be from 1024 to 65535")]
    [InlineData("""{ "ExtraMainDicomTags": { "Room": [] } }""", "ExtraMainDicomTags.Room", "The level must be")]
    [InlineData("""{ "ExtraMainDicomTags": { "Study": "Rows" } }""", "ExtraMainDicomTags.Study", "A list of tags is needed")]
    [InlineData("""{ "Dictionary": { "Rows": ["US", "Rows"] } }""", "Dictionary.Rows", "A tag is written gggg,eeee")]
    [InlineData("""{ "Dictionary": { "0011,1001": ["lo", "x"] } }""", "Dictionary.0011,1001", "is not a value representation")]
    [InlineData("""{ "Dictionary": { "0011,1001": ["LO", "x", 3, 2] } }""", "Dictionary.0011,1001", "must not be less than the minimum")]
    [InlineData("""{ "DicomTlsEnabled": true }""", "DicomTlsEnabled", "needs DicomTlsCertificate and DicomTlsPrivateKey")]
    [InlineData("""{ "DicomModalities": { "a b": ["A", "h", 1] } }""", "DicomModalities.a b", "has only letters and digits")]
    [InlineData("""{ "DicomModalities": { "a": ["A", "h", 0] } }""", "DicomModalities.a", "A port must be from 1 to 65534, not 0")]
    [InlineData("""{ "DicomModalities": { "a": ["A", "h"] } }""", "DicomModalities.a", "A modality is")]
    [InlineData("""{ "DicomModalities": ["a"] }""", "DicomModalities", "must be an object")]
    [InlineData("""{ "OrthancPeers": { "a": ["ftp://x"] } }""", "OrthancPeers.a", "is not an address of HTTP")]
    [InlineData("""{ "Worklists": { "Enable": true } }""", "Worklists.Enable", "needs a Directory, or SaveInOrthancDatabase")]
    [InlineData("""{ "Worklists": { "Enable": true, "Directory": "w", "SaveInOrthancDatabase": true } }""", "Worklists.SaveInOrthancDatabase",
        "cannot be together with Directory")]
    [InlineData("""{ "Worklists": { "Enable": true, "Database": "w", "SaveInOrthancDatabase": true } }""", "Worklists.SaveInOrthancDatabase",
        "cannot be together with Directory")]
    [InlineData("""{ "Worklists": { "Enable": true, "Directory": "w", "DeleteWorklistsDelay": 1 } }""", "Worklists.DeleteWorklistsDelay",
        "needs SaveInOrthancDatabase")]
    [InlineData("""{ "Worklists": { "HousekeepingInterval": 0 } }""", "Worklists.HousekeepingInterval", "must be from 1 to 86400")]
    [InlineData("""{ "Worklists": { "LimitAnswers": -1 } }""", "Worklists.LimitAnswers", "must be 0 or more")]
    [InlineData("""{ "EventDicom": { "KeepDeleted": -1 } }""", "EventDicom.KeepDeleted", "must be from 0 to 36500")]
    [InlineData("""{ "EventDicom": 5 }""", "EventDicom", "must be an object")]
    public void refuses_a_value_that_makes_no_sense(string json, string option, string problem)
    {
        var exception = Configured.Refused(json);
        exception.Option.ShouldBe(option);
        exception.Problem.ShouldContain(problem);
        exception.Origin.ShouldNotBeNull().ShouldEndWith("orthanc.json");
        exception.Message.ShouldContain(option);
        exception.Message.ShouldContain("orthanc.json");
    }

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("", "it is not JSON")]
    [InlineData("{} {}", "it is not JSON")]
    public void refuses_a_file_that_is_no_object(string text, string problem)
    {
        var exception = Configured.Refused(text);
        exception.Problem.ShouldContain(problem);
        exception.Message.ShouldContain("orthanc.json");
    }

    [Fact]
    public void refuses_a_file_that_is_not_there() =>
        Should.Throw<ConfigurationException>(() =>
            OrthancConfiguration.Load(["/nowhere/orthanc.json"], new Dictionary<string, string>(), new()))
            .Message.ShouldContain("/nowhere/orthanc.json");

    [Fact]
    public void takes_names_of_encodings_in_any_case() =>
        Configured.With("""{ "DefaultEncoding": "utf8" }""").DicomServer.DefaultEncoding.ShouldBe(DefaultEncoding.Utf8);

    [Fact]
    public void counts_the_last_of_two_settings_in_one_file() => Configured.With("""{ "Name": "a", "Name": "b" }""").Name.ShouldBe("b");

    [Fact]
    public void takes_one_text_for_a_list_of_one() =>
        Configured.With("""{ "AcceptedTransferSyntaxes": "1.2.*" }""").DicomServer.AcceptedTransferSyntaxes.ShouldBe(["1.2.*"]);

    [FactWithOrthanc]
    public void reads_what_Debian_ships()
    {
        var report = new ConfigurationReport();
        OrthancConfiguration.Load([FactWithOrthancAttribute.Folder], new Dictionary<string, string>(), report).Http.HttpPort.ShouldBe(8042);
        report.Warnings.ShouldContain(warning => warning.Contains("StorageDirectory"));
    }

    private sealed class FactWithOrthancAttribute : FactAttribute
    {
        public const string Folder = "/etc/orthanc";

        public FactWithOrthancAttribute() => Skip = Directory.Exists(Folder) ? null : "needs Debian's package orthanc";
    }
}
