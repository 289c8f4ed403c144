using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Exchanging;

/// <summary>One of two servers that speak Orthanc's REST API, and which knows the other as the modality and the peer
/// <c>other</c>.</summary>
/// <param name="SpeaksTls">Whether it wants to be called over TLS.</param>
internal sealed record Party(HttpClient Http, string Aet, int DicomPort, bool SpeaksTls = false)
{
    public async Task KnowAsync(Party other)
    {
        await SendAsync(HttpMethod.Put, "/modalities/other", JsonSerializer.Serialize(new
        {
            AET = other.Aet, Host = "127.0.0.1", Port = other.DicomPort, UseDicomTls = other.SpeaksTls,
        }));
        await SendAsync(HttpMethod.Put, "/peers/other", JsonSerializer.Serialize(new[] { other.Http.BaseAddress!.ToString() }));
    }

    public async Task<JsonElement> UploadAsync(SyntheticInstance instance)
    {
        using var content = new ByteArrayContent(instance.ToBytes());
        using var answer = await Http.PostAsync(new Uri("/instances", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public Task<JsonElement> AskAsync(string path, object body) =>
        SendAsync(HttpMethod.Post, path, body as string ?? JsonSerializer.Serialize(body));

    /// <summary>The instances of a patient, as identifiers with the tags that they have there.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> InstancesAsync(int patient)
    {
        var found = await AskAsync("/tools/find", new
        {
            Level = "Instance", Query = new { PatientID = string.Create(CultureInfo.InvariantCulture, $"SYN{patient}") },
        });
        var instances = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var id in found.Texts()) instances[id!] = await GetAsync($"/instances/{id}/simplified-tags");
        return instances;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
