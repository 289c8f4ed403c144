using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Dicom;
using EventDicom.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>One part of a multipart answer, as ASP.NET's own reader sees it.</summary>
public sealed record Part(string ContentType, string? Location, long? Length, byte[] Body);

/// <summary>Requests of DICOMweb with an Accept header as it is written, and what their answers hold.</summary>
internal static class Asking
{
    public const string Json = "application/dicom+json";

    public static async Task<HttpResponseMessage> AskAsync(this HttpClient http, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        return await http.SendAsync(request);
    }

    public static async Task<JsonArray> ModelsAsync(this HttpClient http, string path, string? accept = null)
    {
        using var answer = await http.AskAsync(path, accept);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.ToString().ShouldBe(Json);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
    }

    public static async Task<IReadOnlyList<Part>> PartsAsync(this HttpClient http, string path, string? accept = null)
    {
        using var answer = await http.AskAsync(path, accept);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.PartsAsync();
    }

    public static async Task<IReadOnlyList<Part>> PartsAsync(this HttpResponseMessage answer)
    {
        var type = answer.Content.Headers.ContentType!;
        type.MediaType.ShouldBe("multipart/related");
        var boundary = type.Parameters.Single(parameter => parameter.Name == "boundary").Value!;
        boundary.ShouldNotContain("\"");
        var parts = new List<Part>();
        var reader = new MultipartReader(boundary, await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            using var body = new MemoryStream();
            await section.Body.CopyToAsync(body);
            var headers = section.Headers!;
            parts.Add(new(
                headers["Content-Type"].ToString(), headers.TryGetValue("Content-Location", out var location) ? location.ToString() : null,
                headers.TryGetValue("Content-Length", out var length) ? long.Parse(length.ToString(), null) : null, body.ToArray()));
        }
        foreach (var part in parts) part.Length.ShouldBe(part.Body.Length);
        return parts;
    }

    /// <summary>A multipart body of DICOM files.</summary>
    public static MultipartContent Body(params IEnumerable<byte[]> files)
    {
        var body = new MultipartContent("related", "a-boundary");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=a-boundary");
        foreach (var file in files)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new("application/dicom");
            body.Add(part);
        }
        return body;
    }

    public static string PathOf(int patient, int study = 1, int? series = null, int? instance = null) =>
        $"/dicom-web/studies/2.25.1000.{patient}.{study}"
        + (series is null ? "" : $"/series/2.25.1000.{patient}.{study}.{series}")
        + (instance is null ? "" : $"/instances/2.25.1000.{patient}.{study}.{series}.{instance}");

    public static string? Value(this JsonNode? model, DicomTag tag) => model?[$"{tag.Value:X8}"]?["Value"]?[0]?.ToString();
}
