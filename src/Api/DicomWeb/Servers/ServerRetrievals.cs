using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Jobs;
using EventDicom.Api.Peers;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Submits the jobs that retrieve from DICOMweb servers, and answers the requests for them.</summary>
public sealed class ServerRetrievals(JobAnswer answers, OrthancConfiguration configuration)
{
    /// <param name="name">Symbolic name of the server.</param>
    /// <param name="isSynchronous">Whether the answer waits for the job where the body does not say.</param>
    /// <param name="body">Of the request.</param>
    /// <returns><c>null</c> when the request was answered.</returns>
    public Task<Refused?> AnswerAsync(
        HttpContext context, string name, DicomWebServer server, IReadOnlyList<WadoRequest> requests, JsonElement body, bool isSynchronous,
        Origin origin)
    {
        if (configuration.Storage.ReadOnly)
            return Task.FromResult<Refused?>(new(OrthancError.ReadOnly, "The archive is read-only"));
        var root = PeerConnections.AddressOf(server.Definition);
        foreach (var request in requests)
            if (ServerAddress.Below(root, request.Uri).Refused is { } refused) return Task.FromResult<Refused?>(refused);

        var wanted = JobRequest.Read(body, isSynchronous);
        var job = new WadoRetrieveOrder(name, requests).ToJob(ServerRequestBody.HeadersOf(body), origin);
        return answers.AnswerAsync(
            context, job with { Priority = wanted.Priority, Permissive = wanted.Permissive, UserData = wanted.UserData },
            wanted.IsSynchronous);
    }
}
