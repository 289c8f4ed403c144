using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>How tests make modalities known, and ask of them.</summary>
internal static class Calling
{
    /// <summary>Makes a modality known under a name of its own.</summary>
    /// <param name="more">Further members of its definition.</param>
    public static async Task<string> KnowAsync(
        this SharedServer server, string aet, int port, params IReadOnlyList<(string Name, object Value)> more)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"m{SharedServer.NewPatient()}");
        var definition = new Dictionary<string, object> { ["AET"] = aet, ["Host"] = "127.0.0.1", ["Port"] = port };
        foreach (var (member, value) in more) definition[member] = value;
        using var answer = await server.PutAsync($"/modalities/{name}", JsonSerializer.Serialize(definition));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return name;
    }

    public static Task<HttpResponseMessage> AskAsync(this SharedServer server, string path, object body) =>
        server.AskAsync(path, body as string ?? JsonSerializer.Serialize(body));

    public static Task<HttpResponseMessage> AskAsync(this SharedServer server, string path, string body) =>
        server.PostAsync(path, Encoding.UTF8.GetBytes(body), "application/json");

    public static async Task<JsonElement> AnswerAsync(this SharedServer server, string path, object body)
    {
        using var answer = await server.AskAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The whole body of a refusal.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> RefusedAsync(this SharedServer server, string path, object body)
    {
        using var answer = await server.AskAsync(path, body);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()));
    }

    /// <summary>Waits until a job has ended.</summary>
    public static async Task<JsonElement> EndOfJobAsync(this SharedServer server, string id)
    {
        JsonElement job = default;
        await SharedServer.UntilAsync(() =>
            (job = server.JsonAsync($"/jobs/{id}").Result).GetProperty("State").GetString() is "Success" or "Failure");
        return job;
    }
}
