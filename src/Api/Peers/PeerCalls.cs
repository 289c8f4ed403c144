using System.Buffers;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary>Asks peers, and says in Orthanc's words what became of it.</summary>
public sealed class PeerCalls(IAddressBook<RemotePeer> peers, PeerConnections connections)
{
    // What Orthanc answers to an upload has some hundred bytes, /system a few thousand.
    private const int LongestAnswer = 1 << 20;

    /// <exception cref="OrthancException">Error 17: nobody has the name.</exception>
    public async Task<RemotePeer> DemandAsync(string name, CancellationToken ct) => await peers.FindAsync(name, ct)
        ?? throw new OrthancException(OrthancError.UnknownResource, $"No peer with symbolic name: {name}");

    /// <summary>A connection to a peer.</summary>
    /// <returns>Refused with error 17 where nobody has the name, with 9 where its certificates cannot be read.</returns>
    public async Task<Answer<HttpClient>> OpenAsync(string name, CancellationToken ct) => await peers.FindAsync(name, ct) is { } peer
        ? connections.Open(peer.Definition, peer.Secrets)
        : new Refused(OrthancError.UnknownResource, $"No peer with symbolic name: {name}");

    /// <summary>Asks once, over a connection of its own.</summary>
    /// <returns>The status, 0 without one, and the answer; refused as <see cref="SendAsync"/> and <see cref="OpenAsync"/> have it, and with
    /// error 9 where it is no JSON.</returns>
    public async Task<(int Status, Answer<JsonElement> Body)> AskAsync(string name, HttpRequestMessage request, CancellationToken ct)
    {
        if ((await OpenAsync(name, ct)).IsRefused(out var refused, out var client)) return (0, refused);
        using (client)
        {
            var (status, answer) = await SendAsync(client, name, request, ct);
            if (answer.IsRefused(out refused, out var body)) return (status, refused);
            return (status, LenientJson.TryParse(body, out var json) ? json : No(name, "an answer that is no JSON"));
        }
    }

    /// <returns>The status, 0 without one, and the body of the answer: refused with error 9 where there is
    /// none, or one of failure.</returns>
    public static async Task<(int Status, Answer<byte[]> Body)> SendAsync(
        HttpClient client, string name, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode) return (status, No(name, $"HTTP status {status}"));
            await using var stream = await answer.Content.ReadAsStreamAsync(ct);
            var body = ArrayPool<byte>.Shared.Rent(LongestAnswer);
            try
            {
                var length = await stream.ReadAtLeastAsync(body.AsMemory(0, LongestAnswer), LongestAnswer, throwOnEndOfStream: false, ct);
                return (status, length < LongestAnswer ? body[..length] : No(name, "an answer that is too long"));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(body);
            }
        }
        catch (HttpRequestException failure)
        {
            return (0, No(name, failure.Message));
        }
        catch (IOException failure)
        {
            return (0, No(name, failure.Message));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (0, No(name, "no answer in time"));
        }
    }

    private static Refused No(string name, string reason) => new(OrthancError.NetworkProtocol, $"Calling peer \"{name}\" gave {reason}");
}
