using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests;

/// <summary>Tests of what users say of resources, on a server that demands revisions and keeps nothing that was deleted.</summary>
[CollectionDefinition(nameof(RevisingServer))]
public sealed class RevisingServers : ICollectionFixture<RevisingServer>;

/// <summary>A server with names of its own for metadata and attachments.</summary>
public sealed class RevisingServer : SharedServer
{
    protected override IReadOnlyList<(string Name, object Value)> Options =>
    [
        ("CheckRevisions", true),
        ("OverwriteInstances", true),
        ("UserMetadata", new Dictionary<string, int> { ["review"] = 1024 }),
        ("UserContentType", new Dictionary<string, object> { ["plain"] = 1024, ["report"] = new object[] { 1025, "application/pdf" } }),
        ("EventDicom", new Dictionary<string, int> { ["LargestValueInMemory"] = 0, ["KeepDeleted"] = 0 }),
    ];

    /// <summary>Asks with a header, and answers status, ETag, body and Orthanc's error number where there is one.</summary>
    public async Task<(HttpStatusCode Status, string? ETag, string Body, int? Error)> AskAsync(
        HttpMethod method, string path, byte[]? body = null, string? ifMatch = null, string? ifNoneMatch = null, string? range = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new ByteArrayContent(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (range is not null) request.Headers.TryAddWithoutValidation("Range", range);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var etag = answer.Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null;
        int? error = (int)answer.StatusCode >= 400 && text.Length > 0
            ? JsonElement.Parse(text).GetProperty("OrthancStatus").GetInt32() : null;
        return (answer.StatusCode, etag, text, error);
    }

    /// <summary>The paths of an instance and its parents, from the patient down.</summary>
    public async Task<string[]> PathsAsync(SyntheticInstance instance)
    {
        var stored = await UploadAsync(instance);
        return
        [
            $"/patients/{stored.Text("ParentPatient")}", $"/studies/{stored.Text("ParentStudy")}", $"/series/{stored.Text("ParentSeries")}",
            $"/instances/{stored.Text("ID")}",
        ];
    }

    /// <summary>The entries of one type in the log of changes, of one resource.</summary>
    public async Task<int> CountChangesAsync(string type, string path) =>
        (await JsonAsync($"/changes?limit=100000&type={type}")).GetProperty("Changes").EnumerateArray()
        .Count(change => change.Text("Path") == path);
}
