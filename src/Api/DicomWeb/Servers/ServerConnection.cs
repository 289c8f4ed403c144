using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>A connection to a DICOMweb server, for one request after the other.</summary>
/// <param name="http">Its addresses are relative to the server's; is disposed of with this.</param>
/// <param name="patience">How long the server may be silent.</param>
public sealed class ServerConnection(string name, DicomWebServer server, HttpClient http, TimeSpan patience, TimeProvider time)
    : IDisposable
{
    public DicomWebServer Server => server;

    /// <summary>The address below the server's own.</summary>
    /// <returns>Refused with error 3: it would be elsewhere.</returns>
    public Answer<Uri> Below(string path) => ServerAddress.Below(http.BaseAddress!, path);

    /// <summary>Sends a request.</summary>
    /// <param name="headers">Sent with it, in place of those of the request and of the server's definition that have the same name.</param>
    /// <param name="most">Bytes that the answer may have, or each piece of it.</param>
    /// <returns>The answer, of whatever status; refused with error 9 where there is none.</returns>
    public async Task<Answer<ServerAnswer>> SendAsync(
        HttpRequestMessage request, IReadOnlyDictionary<string, string> headers, long most, CancellationToken ct)
    {
        foreach (var (header, value) in headers)
        {
            if (request.Headers.NonValidated.Contains(header)) request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value);
        }
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return new ServerAnswer(response, new(await response.Content.ReadAsStreamAsync(ct), most, patience, time));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            response?.Dispose();
            return Failure(failure.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            response?.Dispose();
            return Failure("no answer in time");
        }
    }

    /// <returns>The answer; refused with error 9 where there is none, or one of failure.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<Answer<ServerAnswer>> AskAsync(
        HttpRequestMessage request, IReadOnlyDictionary<string, string> headers, long most, CancellationToken ct)
    {
        if ((await SendAsync(request, headers, most, ct)).IsRefused(out var refused, out var answer)) return refused;
        if (answer.IsSuccess) return answer;
        using (answer) return Failure(string.Create(CultureInfo.InvariantCulture, $"HTTP status {answer.Status}"));
    }

    /// <summary>What the server did wrong.</summary>
    public Refused Failure(string what) => new(OrthancError.NetworkProtocol, $"Calling DICOMweb server \"{name}\" gave {what}");

    public void Dispose() => http.Dispose();
}
