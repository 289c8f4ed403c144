using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>The JSON model of every sample file, as dcmtk writes it and as pydicom reads it.</summary>
public sealed class AgreeingOnModels(PydicomModels pydicom) : IClassFixture<PydicomModels>
{
    // Of some elements dcmtk and we know more or less: their values are not compared, or these files not at all.
    private static readonly Dictionary<string, string> s_differing = new()
    {
        ["GH179A.dcm"] = "A VR of two blanks: dcmtk and we read a short length behind it, and pydicom fails",
        ["FreezePattern.dcm"] = "A sequence whose length is 0 but whose items follow",
        ["GH364.dcm"] = "Items whose sequence is missing",
    };

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Samples => new(SharedData.FilesIn("dicom").Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)));

    [PydicomTheory]
    [MemberData(nameof(Samples))]
    public void pydicom_reads_what_we_write(string sample)
    {
        if (s_differing.ContainsKey(Path.GetFileName(sample)) || Open(sample) is not { } file) return;

        var json = Json(file);
        var answer = pydicom.Read(json);

        answer.ContainsKey("error").ShouldBeFalse(answer["error"]?.ToString());
        answer["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).ShouldBe(json.Select(member => member.Key));
        answer["texts"]!.AsObject().ToDictionary(text => text.Key, text => text.Value!.GetValue<string>()).ShouldBe(Texts(json), ignoreOrder: true);
    }

    [DcmdumpTheory]
    [MemberData(nameof(Samples))]
    public void dcmtk_writes_the_same_values(string sample)
    {
        if (s_differing.ContainsKey(Path.GetFileName(sample)) || Open(sample) is not { } file) return;
        if (ExternalTool.Run("dcm2json", "-q", "-ee", "-fc", SharedData.PathOf("dicom", sample)) is not { } printed || Parsed(printed) is not { } theirs) return;

        var ours = Json(file);
        var wrong = new List<string>();
        foreach (var (tag, attribute) in ours)
        {
            // dcmtk says which character set it has converted to, and shows numbers in text as numbers.
            if (tag == "00080005" || theirs[tag] is not JsonObject other) continue;
            if (attribute!["vr"]!.GetValue<string>() is var vr && vr != other["vr"]!.GetValue<string>()) continue;
            if (vr is "DS" or "IS" or "PN" or "SQ" or "FL" or "FD" or "UN" || other["Value"] is null || attribute["Value"] is null) continue;
            var (mine, dcmtks) = (attribute["Value"]!.ToJsonString(s_plain), other["Value"]!.ToJsonString(s_plain));
            if (mine != dcmtks && mine.All(char.IsAscii)) wrong.Add($"{tag}: {mine} {dcmtks}");
        }
        wrong.ShouldBeEmpty();
    }

    private static JsonObject? Parsed(string printed)
    {
        try
        {
            return JsonNode.Parse(printed) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // dcmtk quotes some control characters otherwise than JSON allows
        }
    }

    private static DicomFile? Open(string sample)
    {
        try
        {
            return DicomFile.Open(File.ReadAllBytes(SharedData.PathOf("dicom", sample)));
        }
        catch (DicomFileException)
        {
            return null;
        }
    }

    // Texts of one value, which are the same however they are read.
    private static Dictionary<string, string> Texts(JsonObject json) => json
        .Where(member => member.Value!["vr"]!.GetValue<string>() is "LO" or "SH" or "UI" or "CS" or "DA" or "LT" or "ST")
        .Where(member => member.Value!["Value"] is JsonArray { Count: 1 } values && values[0] is not null)
        .ToDictionary(member => member.Key, member => member.Value!["Value"]![0]!.GetValue<string>());

    private static JsonObject Json(DicomFile file)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            DicomJsonModel.Write(writer, file.Dataset, new() { BulkDataAddress = "http://h" });
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
