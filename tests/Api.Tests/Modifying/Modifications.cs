using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What the tests of modifications, splits and merges have in common.</summary>
internal static class Modifications
{
    /// <summary>Two series of two instances each; the second series is a report whose instances refer to those of the first.</summary>
    public static async Task<(string Study, string[] Series, string[] Instances)> UploadStudyAsync(this SharedServer server, int patient,
        int study = 1, string description = "Desc")
    {
        var (series, instances) = (new List<string>(), new List<string>());
        var studyId = "";
        for (var number = 1; number <= 4; number++)
        {
            var instance = SyntheticInstance.Create(patient, study, series: (number + 1) / 2, instance: number)
                .With(DicomTag.StudyDescription, description);
            if (number > 2)
            {
                instance = instance.WithSequence(DicomTag.ReferencedImageSequence, SyntheticDataset.Empty
                    .With(DicomTag.ReferencedSOPClassUID, SyntheticInstance.SecondaryCapture)
                    .With(DicomTag.ReferencedSOPInstanceUID, $"2.25.1000.{patient}.{study}.1.{number - 2}"));
            }
            var uploaded = await server.UploadAsync(instance);
            studyId = uploaded.Text("ParentStudy")!;
            series.Add(uploaded.Text("ParentSeries")!);
            instances.Add(uploaded.Text("ID")!);
        }
        return (studyId, [.. series.Distinct()], [.. instances]);
    }

    public static Task<HttpResponseMessage> AskAsync(this SharedServer server, string path, string body) =>
        server.PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json");

    public static async Task<JsonElement> AnswerAsync(this SharedServer server, string path, string body)
    {
        using var answer = await server.AskAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The job of an asynchronous request, once it has ended.</summary>
    public static async Task<JsonElement> EndAsync(this HttpClient http, string job)
    {
        var patience = DateTime.UtcNow + TimeSpan.FromMinutes(2);
        while (true)
        {
            var state = await http.GetFromJsonAsync<JsonElement>(new Uri($"/jobs/{job}", UriKind.Relative));
            if (state.Text("State") is "Success" or "Failure") return state;
            if (DateTime.UtcNow > patience) throw new TimeoutException($"The job has not ended: {state}");
            await Task.Delay(50);
        }
    }

    public static async Task<IReadOnlyList<DicomDataset>> DatasetsAsync(this SharedServer server, string resource)
    {
        var datasets = new List<DicomDataset>();
        foreach (var instance in (await server.JsonAsync($"{resource}/instances")).EnumerateArray())
            datasets.Add(DicomFile.Open(await server.BytesAsync($"/instances/{instance.Text("ID")}/file")).Dataset);
        return datasets;
    }

    /// <summary>The file that <c>modify</c> or <c>anonymize</c> of an instance answers.</summary>
    public static async Task<DicomFile> RewriteAsync(this SharedServer server, string instance, string verb, string body)
    {
        using var answer = await server.AskAsync($"/instances/{instance}/{verb}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return DicomFile.Open(await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>
    /// An attribute as text, where <c>/</c> leads into the first item of a sequence; <c>null</c> when it is absent, <c>(2)</c> for a
    /// sequence of two items.
    /// </summary>
    public static string? At(this DicomDataset dataset, string path)
    {
        var names = path.Split('/');
        foreach (var name in names[..^1])
        {
            if (dataset.Find(Tag(name)) is not DicomSequence { Items: [var first, ..] }) return null;
            dataset = first;
        }
        return dataset.Find(Tag(names[^1])) switch
        {
            null => null,
            DicomSequence sequence => $"({sequence.Items.Count})",
            var item when dataset.TryGetString(item.Tag, out var text) => text,
            DicomElement { VR.Code: "UN" } unknown => Encoding.ASCII.GetString(unknown.GetBytes().Span).TrimEnd('\0', ' '),
            _ => "(bytes)",
        };
    }

    public static DicomTag Tag(string name) => DicomDictionary.Default.TryParseTag(name, out var tag) ? tag
        : throw new ArgumentException(name);

    public static string Value(this DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text
        : throw new KeyNotFoundException(tag.ToString());

    public static async Task<bool> ExistsAsync(this SharedServer server, string path)
    {
        using var answer = await server.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
