using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Images;

/// <summary>The picture of 4 x 2 pixels of which all views are known, as new instances on the shared server, and its views as
/// PAM.</summary>
public static class GoldenPicture
{
    /// <returns>The identifier of the new instance.</returns>
    public static async Task<string> CreateAsync(this SharedServer server, object tags, object? content = null) =>
        (await server.CreateDicomAsync(new { Tags = tags, Content = content ?? SyntheticPicture.Png, Force = true })).Text("ID")!;

    public static async Task<JsonElement> CreateDicomAsync(this SharedServer server, object body)
    {
        using var answer = await server.PostAsync("/tools/create-dicom", JsonSerializer.SerializeToUtf8Bytes(body), "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The samples of a view in hexadecimal, after a check of the size and the depth.</summary>
    public static async Task<string> SamplesAsync(this SharedServer server, string path, int width = 4, int height = 2, int depth = 1,
        int maximum = 255)
    {
        using var answer = await server.AcceptAsync(path, "image/x-portable-arbitrarymap");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("image/x-portable-arbitrarymap");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var header =
            $"P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {depth}\nMAXVAL {maximum}\nTUPLTYPE {(depth == 3 ? "RGB" : "GRAYSCALE")}\nENDHDR\n";
        Encoding.ASCII.GetString(bytes, 0, Math.Min(header.Length, bytes.Length)).ShouldBe(header);
        return Convert.ToHexStringLower(bytes.AsSpan(header.Length));
    }

    public static async Task<HttpResponseMessage> AcceptAsync(this SharedServer server, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await server.Http.SendAsync(request);
    }
}
