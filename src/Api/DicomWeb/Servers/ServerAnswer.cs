using System.Text.Json;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>What a DICOMweb server answers. Its body has not been read yet.</summary>
public sealed class ServerAnswer(HttpResponseMessage response, AnswerStream body) : IDisposable
{
    /// <summary>Of HTTP.</summary>
    public int Status => (int)response.StatusCode;

    public bool IsSuccess => response.IsSuccessStatusCode;

    /// <summary>As the server has written it; empty where it says nothing.</summary>
    public string ContentType =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.FirstOrDefault() ?? "" : "";

    public long? ContentLength => response.Content.Headers.ContentLength;

    public AnswerStream Body => body;

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="BrokenAnswerException">It has no end, or is too long.</exception>
    public Task<SpooledStream> SpoolAsync(SpoolFolder spools, CancellationToken ct) =>
        spools.FillAsync(spool => body.CopyToAsync(spool, ct));

    /// <returns><c>null</c> where the body is no JSON, or has texts that are none.</returns>
    public static JsonElement? JsonOf(SpooledStream body)
    {
        var bytes = new byte[body.Length];
        body.ReadExactly(bytes);
        try
        {
            return LenientJson.TryParse(bytes, out var json) ? json : null;
        }
        catch (OrthancException)
        {
            return null; // said of a text in it
        }
    }

    public void Dispose()
    {
        body.Dispose();
        response.Dispose();
    }
}
