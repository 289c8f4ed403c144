using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Crash;

/// <summary>
/// Four clients that upload without pause, and the book they keep: which instances were acknowledged, and which were sent without an
/// answer. Instance number n has always the same bytes; twenty share a series, every thirtieth is too large to be held in memory by the
/// server.
/// </summary>
internal sealed class UploadLoad(HttpClient http)
{
    private const int Connections = 4;

    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private readonly ConcurrentDictionary<int, string> _unanswered = new();
    private int _next = -1;

    /// <summary>Orthanc IDs by instance number.</summary>
    public IReadOnlyDictionary<int, string> Acknowledged => _acknowledged;

    /// <summary>What happened to each number that was sent and not acknowledged.</summary>
    public IReadOnlyDictionary<int, string> Unanswered => _unanswered;

    public static byte[] File(int number) =>
        SyntheticInstance.Create(patient: 1 + (number / 400), study: 1 + (number / 100), series: 1 + (number / 20), instance: 1 + number)
            .WithPixelData(number % 30 == 29 ? 600_000 : 8_000)
            .ToBytes();

    /// <summary>Lower-case hexadecimal, as blobs are named.</summary>
    public static string Sha256(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>Uploads new instances until <paramref name="stop"/>. A client that gets an error other than "come back later" or loses its
    /// connection has done its work.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
    {
        while (!stop.IsCancellationRequested)
            if (!await TryUploadAsync(Interlocked.Increment(ref _next))) return;
    }, CancellationToken.None)));

    /// <summary>Sends what was not acknowledged once more. Whatever became of it, it must be stored now.</summary>
    public async Task SendUnansweredAgainAsync()
    {
        foreach (var number in _unanswered.Keys)
        {
            (await TryUploadAsync(number)).ShouldBeTrue($"instance {number} sent again: {_unanswered.GetValueOrDefault(number)}");
            _unanswered.TryRemove(number, out _);
        }
    }

    private async Task<bool> TryUploadAsync(int number)
    {
        _unanswered[number] = "no answer";
        try
        {
            using var body = new ByteArrayContent(File(number));
            using var answer = await http.PostAsync(new Uri("/instances", UriKind.Relative), body);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                _acknowledged[number] = (await answer.Content.ReadFromJsonAsync<Stored>())!.ID;
                _unanswered.TryRemove(number, out _);
                return true;
            }

            _unanswered[number] = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500, $"a good instance was refused: {_unanswered[number]}");
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private sealed record Stored(string ID);
}
