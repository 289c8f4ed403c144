using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>A sequence that came as UN with a length, and paths in parentheses.</summary>
[Collection(nameof(OneServer))]
public sealed class ReachingIntoUnknownSequences(SharedServer server)
{
    private const string Name = "Hidden^Name";

    private static readonly byte[] s_item =
    [
        0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(2 * 8 + 12 + 20),
        0x08, 0x00, 0x55, 0x11, 20, 0, 0, 0, .. Encoding.ASCII.GetBytes("2.25.47110815.474747"),
        0x10, 0x00, 0x10, 0x00, 12, 0, 0, 0, .. Encoding.ASCII.GetBytes(Name + " "),
    ];

    [LocalPostgresFact]
    public async Task shows_it_as_a_sequence_and_goes_into_it()
    {
        var id = await UploadAsync();

        var shown = (await server.JsonAsync($"/instances/{id}/tags")).GetProperty("0008,1140");
        shown.Text("Type").ShouldBe("Sequence");
        (await server.JsonAsync($"/instances/{id}/tags?simplify")).GetProperty("ReferencedImageSequence")[0].Text("PatientName")
            .ShouldBe(Name);
        (await server.BytesAsync($"/instances/{id}/content/ReferencedImageSequence/0/PatientName"))
            .ShouldBe(Encoding.ASCII.GetBytes(Name + " "));

        using var anonymous = await server.AskAsync($"/instances/{id}/anonymize", "{}");
        var bytes = await anonymous.Content.ReadAsByteArrayAsync();
        bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Name)).ShouldBe(-1);
        bytes.AsSpan().IndexOf("47110815"u8).ShouldBe(-1);
        DicomFile.Open(bytes).Dataset.At("ReferencedImageSequence/ReferencedSOPInstanceUID").ShouldStartWith("2.25.");
    }

    [LocalPostgresTheory]
    [InlineData("(0008,1140)[0].(0010,0010)")]
    [InlineData("(0008-1140)[*].PatientName")]
    [InlineData("0008,1140[0].(00100010)")]
    [InlineData(" ReferencedImageSequence [ 0 ] . 0010,0010 ")]
    public async Task follows_paths_in_parentheses(string path)
    {
        var id = await UploadAsync();
        async Task<string?> AfterAsync(string verb, object request) =>
            (await server.RewriteAsync(id, verb, JsonSerializer.Serialize(request))).Dataset.At("ReferencedImageSequence/PatientName");

        (await AfterAsync("modify", new { Remove = new[] { path } })).ShouldBeNull();
        (await AfterAsync("modify", new { Replace = new Dictionary<string, string> { [path] = "Other" } })).ShouldBe("Other");
        (await AfterAsync("anonymize", new { Keep = new[] { path } })).ShouldBe(Name);
    }

    [LocalPostgresFact]
    public async Task takes_a_UID_with_a_space_and_a_NUL_behind_it_for_the_same()
    {
        var patient = SharedServer.NewPatient();
        var plain = await server.UploadAsync(SyntheticInstance.Create(patient));
        var padded = await server.UploadAsync(SyntheticInstance.Create(patient, instance: 2)
            .WithBytes(DicomTag.StudyInstanceUID, "UI", Encoding.ASCII.GetBytes($"2.25.1000.{patient}.1 \0")));

        padded.Text("ParentStudy").ShouldBe(plain.Text("ParentStudy"));
        (await server.JsonAsync($"/instances/{padded.Text("ID")}/tags?short")).Text("0020,000d").ShouldBe($"2.25.1000.{patient}.1");
    }

    [LocalPostgresFact]
    public async Task says_who_anonymized() =>
        (await server.RewriteAsync(await UploadAsync(), "anonymize", """{"Keep":["StudyDate"]}""")).Dataset.At("DeidentificationMethod")
        .ShouldBe("Orthanc 1.13.0");

    [LocalPostgresTheory]
    [InlineData("""{"Tags":{"fffe-e000":"x"}}""", 400, 3)]
    [InlineData("""{"Tags":{"0008,0000":"1"}}""", 400, 3)]
    [InlineData("""{"Tags":{"0002,0010":"1.2"}}""", 400, 3)]
    [InlineData("""{"Tags":{"ReferencedImageSequence":[{"fffe-e00d":"x"}]}}""", 400, 3)]
    [InlineData("""{"Tags":{"PatientName":"a\u0000b"}}""", 400, 15)]
    public async Task creates_nothing_that_no_reader_can_parse(string body, int status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.AskAsync("/tools/create-dicom", body));
        ((int)refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    private async Task<string> UploadAsync() =>
        (await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient())
            .WithBytes(DicomTag.ReferencedImageSequence, "UN", s_item))).Text("ID")!;
}
