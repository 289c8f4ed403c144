using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EventDicom.Api.Configuration;

namespace EventDicom.Api;

/// <summary>The server that already runs on our data folder, spoken to as any client would.</summary>
internal static class RunningServer
{
    /// <summary>Has it rebuild its views while it goes on serving.</summary>
    /// <returns>0 when it has, else 1; what it said is on the console.</returns>
    public static async Task<int> RebuildAsync(OrthancConfiguration configuration)
    {
        var address = configuration.Http.HttpBindAddresses.FirstOrDefault(bound =>
            !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any)) ?? IPAddress.Loopback;
        var uri = new UriBuilder(configuration.Tls.SslEnabled ? "https" : "http", address.ToString(), configuration.Http.HttpPort,
            "/tools/reconstruct").Uri;
        Console.WriteLine($"A server runs on this data folder; asking it, at {uri}");

        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        if (configuration.Access is { AuthenticationEnabled: true, RegisteredUsers.Count: > 0 })
        {
            var (user, password) = configuration.Access.RegisteredUsers.First();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        try
        {
            using var answer = await http.PostAsync(uri, null);
            Console.WriteLine(answer.IsSuccessStatusCode ? "Rebuilt" : $"It refused: {(int)answer.StatusCode} {answer.ReasonPhrase}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException unreachable)
        {
            Console.WriteLine($"It does not answer: {unreachable.Message}");
            return 1;
        }
    }
}
