using EventDicom.Domain;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Tools;

public sealed class StoppingTheServer
{
    [LocalPostgresFact]
    public async Task starts_it_anew_in_the_same_process_or_ends_it()
    {
        await using var server = await ServerProcess.StartAsync(
            ("DicomModalities", new Dictionary<string, object[]> { ["configured"] = ["CT", "10.0.0.1", 104] }));
        (await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(1).ToBytes())))
            .EnsureSuccessStatusCode().Dispose();
        (await server.Http.DeleteAsync(new Uri("/modalities/configured", UriKind.Relative))).EnsureSuccessStatusCode().Dispose();
        var process = server.Pid;

        for (var round = 0; round < 2; round++)
        {
            (await PostAsync(server, "/tools/reset")).ShouldBe("{}");
            await UntilConfiguredAgainAsync(server);
            server.Pid.ShouldBe(process);
            (await server.Http.GetStringAsync(new Uri("/patients", UriKind.Relative)))
                .ShouldContain(OrthancId.OfPatient("SYN1").Value, customMessage: "what is stored stays");
            (await server.Http.DeleteAsync(new Uri("/modalities/configured", UriKind.Relative))).EnsureSuccessStatusCode().Dispose();
        }

        (await PostAsync(server, "/tools/shutdown")).ShouldBe("{}");
        (await server.EndAsync()).ShouldBe(0, server.LastWords());
    }

    // Until then either the old server answers, or none.
    private static async Task UntilConfiguredAgainAsync(ServerProcess server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            await server.UntilReadyAsync();
            try
            {
                if ((await server.Http.GetStringAsync(new Uri("/modalities", UriKind.Relative), patience.Token))
                    .Contains("configured", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
                // It stopped between the two questions.
            }
            await Task.Delay(10, patience.Token);
        }
    }

    private static async Task<string> PostAsync(ServerProcess server, string path)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        return await answer.Content.ReadAsStringAsync();
    }
}
