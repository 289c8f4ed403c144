using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Finding;

/// <summary>
/// Two patients of a test's own, called a and b: a1 is a study of a, a12 its second series, a121 the first instance of that. What is
/// searched for is searched among them only.
/// </summary>
internal sealed class FoundArchive(SharedServer server)
{
    public static readonly DicomTag PatientComments = new(0x0010, 0x4000);
    private static readonly DicomTag s_seriesNumber = new(0x0020, 0x0011);
    private static readonly DicomTag s_modality = new(0x0008, 0x0060);
    private static readonly DicomTag s_characterSet = new(0x0008, 0x0005);
    private static readonly DicomTag s_requestAttributes = new(0x0040, 0x0275);
    private static readonly string[] s_names = ["a", "b", "a1", "a2", "b1", "a11", "a12", "a21", "b11", "a111", "a112", "a121",
        "a211", "b111"];

    private readonly int _a = SharedServer.NewPatient(), _b = SharedServer.NewPatient();

    public async Task UploadAsync()
    {
        SyntheticInstance Of(int patient, int study, int series, int instance) =>
            SyntheticInstance.Create(patient, study, series, instance).With(s_characterSet, "CS", "ISO_IR 192");
        SyntheticInstance Named(SyntheticInstance file, string name) =>
            file with { Dataset = file.Dataset.With(DicomTag.PatientName, "PN", name, Encoding.UTF8) };
        SyntheticInstance Described(SyntheticInstance file) =>
            file with { Dataset = file.Dataset.With(DicomTag.StudyDescription, "LO", "Schädel nativ", Encoding.UTF8) };

        var item = SyntheticDataset.Empty.With(DicomTag.AccessionNumber, "SH", "inner");
        var a11 = (int instance) =>
            Described(Named(Of(_a, 1, 1, instance), "Müller^Änne")).With(s_modality, "CS", "CT").With(s_seriesNumber, "IS", "10")
            .WithSequence(s_requestAttributes, item);
        await server.UploadAsync(a11(1).With(PatientComments, "LT", "hello"));
        await server.UploadAsync(a11(2));
        await server.UploadAsync(Described(Named(Of(_a, 1, 2, 1), "Müller^Änne")).With(s_modality, "CS", "MR")
            .With(s_seriesNumber, "IS", "9"));
        await server.UploadAsync(Named(Of(_a, 2, 1, 1), "Mueller^Anne").With(DicomTag.StudyDate, "DA", "20250304")
            .With(s_seriesNumber, "IS", "0001"));
        await server.UploadAsync(Named(Of(_b, 1, 1, 1), "Zoe").With(DicomTag.StudyDate, "DA", "").With(s_seriesNumber, "IS", "abc"));
    }

    public string Id(string name)
    {
        var (patient, number) = name[0] == 'a' ? ($"SYN{_a}", _a) : ($"SYN{_b}", _b);
        var uid = $"2.25.1000.{number}";
        return (name.Length switch
        {
            1 => Domain.OrthancId.OfPatient(patient),
            2 => Domain.OrthancId.OfStudy(patient, $"{uid}.{name[1]}"),
            3 => Domain.OrthancId.OfSeries(patient, $"{uid}.{name[1]}", $"{uid}.{name[1]}.{name[2]}"),
            _ => Domain.OrthancId.OfInstance(patient, $"{uid}.{name[1]}", $"{uid}.{name[1]}.{name[2]}",
                $"{uid}.{name[1]}.{name[2]}.{name[3]}"),
        }).Value;
    }

    /// <summary>The names of identifiers.</summary>
    public IReadOnlyList<string> Names(IEnumerable<string?> ids)
    {
        var names = s_names.ToDictionary(Id);
        return [.. ids.Select(id => names.GetValueOrDefault(id!, "?"))];
    }

    /// <summary>The names of resources in the order of their identifiers.</summary>
    public IReadOnlyList<string> Sorted(string names) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).OrderBy(Id, StringComparer.Ordinal)];

    /// <summary>A request: A stands for the number of the first patient, B for that of the second, #name for an identifier.</summary>
    /// <param name="query">Members of Query.</param>
    /// <param name="more">Further members, each with a comma behind it.</param>
    public string Body(string level, string query, string more = "")
    {
        var among = query.Contains("\"PatientID\"", StringComparison.Ordinal)
            ? "" : $"\"PatientID\":\"SYN{_a}\\\\SYN{_b}\"{(query.Length == 0 ? "" : ",")}";
        var body = $$"""{ {{more}} "Level":"{{level}}", "Query":{ {{among}}{{query}} } }""".Replace("{A}", $"{_a}",
            StringComparison.Ordinal).Replace("{B}", $"{_b}", StringComparison.Ordinal);
        foreach (var name in s_names.Reverse()) body = body.Replace($"#{name}\"", $"{Id(name)}\"", StringComparison.Ordinal);
        return body;
    }

    public async Task<JsonElement> PostAsync(string path, string body)
    {
        using var answer = await server.PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{body}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<IReadOnlyList<string>> FindAsync(string body) => Names((await PostAsync("/tools/find", body)).Texts());
}
