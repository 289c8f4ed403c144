using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>The section <c>DicomWeb</c> of the configuration, and who may read from other sites.</summary>
public sealed class ConfiguringDicomWeb
{
    private const string Viewer = "https://viewer.example";

    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create().WithImage(4, 4).WithBytes(DicomTag.ICCProfile, "OB", [7, 8]);

    [LocalPostgresFact]
    public async Task moves_the_routes_and_the_addresses()
    {
        await using var server = await StartAsync(new()
        {
            ["Root"] = "/web/dicom/", ["PublicRoot"] = "/public", ["Host"] = "pacs.example", ["Ssl"] = true, ["WadoRoot"] = "uri",
            ["OtherBinaryMode"] = "InlineBinary", ["StudiesMetadata"] = "MainDicomTags",
        });
        var model = (await server.Http.ModelsAsync("/web/dicom/studies/2.25.1000.1.1/series/2.25.1000.1.1.1/metadata")).Single()!;
        model["7FE00010"]!["BulkDataURI"]!.GetValue<string>().ShouldBe(
            "https://pacs.example/public/studies/2.25.1000.1.1/series/2.25.1000.1.1.1/instances/2.25.1000.1.1.1.1/bulk/7fe00010");
        model["00282000"]!["InlineBinary"]!.GetValue<string>().ShouldBe("Bwg=");

        var indexed = (await server.Http.ModelsAsync("/web/dicom/studies/2.25.1000.1.1/metadata")).Single()!;
        indexed.Value(DicomTag.PatientName).ShouldNotBeNull();
        indexed["00280010"].ShouldBeNull();

        (await server.Http.GetStringAsync(new Uri("/web/dicom/info", UriKind.Relative))).ShouldContain("\"OrthancApiRoot\": \"./../\"");
        using (var wado = await server.Http.AskAsync("/uri?requestType=WADO&objectUID=2.25.1000.1.1.1.1")) wado.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var gone in (string[])["/dicom-web/studies", "/wado?requestType=WADO&objectUID=2.25.1000.1.1.1.1"])
            (await SharedServer.RefusalAsync(server.Http.AskAsync(gone))).Error.ShouldBe(17);
    }

    [LocalPostgresFact]
    public async Task tells_of_a_series_what_a_few_instances_agree_in()
    {
        await using var server = await StartAsync(new()
        {
            ["SeriesMetadata"] = "Extrapolate", ["StudiesMetadata"] = "Extrapolate", ["StudiesMetadataExtrapolatedTags"] = new[] { "Columns" },
        });
        for (var number = 2; number <= 4; number++)
            await StoreAsync(server, SyntheticInstance.Create(instance: number).WithImage(4, number == 4 ? 8 : 4));

        var models = await server.Http.ModelsAsync("/dicom-web/studies/2.25.1000.1.1/series/2.25.1000.1.1.1/metadata");

        models.Select(model => model.Value(DicomTag.InstanceNumber)).ShouldBe(["1", "2", "3", "4"], ignoreOrder: true);
        models.ShouldAllBe(model => model.Value(DicomTag.Rows) == "4" && model.Value(DicomTag.Columns) == null);
        (await server.Http.ModelsAsync("/dicom-web/studies/2.25.1000.1.1/metadata"))
            .ShouldAllBe(model => model.Value(DicomTag.Rows) == null && model.Value(DicomTag.PatientID) == "SYN1");
        (await server.Http.ModelsAsync($"{Asking.PathOf(1, 1, 1, 4)}/metadata")).Single().Value(DicomTag.Columns).ShouldBe("8");
    }

    [LocalPostgresFact]
    public async Task minds_case_and_limits_where_it_says_so()
    {
        await using var server = await StartAsync(new() { ["QidoCaseSensitive"] = true }, null, ("LimitFindResults", 1));
        await StoreAsync(server, SyntheticInstance.Create(2));

        (await server.Http.ModelsAsync("/dicom-web/studies?PatientName=synthetic*")).ShouldBeEmpty();
        (await server.Http.ModelsAsync("/dicom-web/studies?PatientName=Synthetic*")).Count.ShouldBe(1);
        (await server.Http.ModelsAsync("/dicom-web/studies?limit=10&offset=1")).Count.ShouldBe(1);
        (await server.Http.ModelsAsync("/dicom-web/studies?limit=10&offset=2")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task takes_all_of_it_away()
    {
        await using var server = await StartAsync(new() { ["Enable"] = false });
        foreach (var gone in (string[])["/dicom-web/studies", "/dicom-web/info", "/wado?requestType=WADO&objectUID=2.25.1000.1.1.1.1"])
            (await SharedServer.RefusalAsync(server.Http.AskAsync(gone))).Error.ShouldBe(17);
        (await server.Http.GetStringAsync(new Uri("/plugins", UriKind.Relative))).ShouldNotContain("dicom-web");
    }

    [LocalPostgresFact]
    public async Task lets_named_sites_read()
    {
        await using var server = await StartAsync([], new Dictionary<string, object> { ["ViewerOrigins"] = new[] { Viewer } });

        using (var preflight = await SendAsync(server, HttpMethod.Options, "/dicom-web/studies", Viewer, "GET"))
        {
            preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            preflight.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Viewer]);
            preflight.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        }
        using (var answer = await SendAsync(server, HttpMethod.Get, "/dicom-web/studies", Viewer)) Allowed(answer).ShouldBe(Viewer);
        using (var refused = await SendAsync(server, HttpMethod.Get, "/dicom-web/studies/1/metadata", Viewer))
            (refused.StatusCode, Allowed(refused)).ShouldBe((HttpStatusCode.NotFound, Viewer));
        using (var other = await SendAsync(server, HttpMethod.Get, "/dicom-web/studies", "https://other.example")) Allowed(other).ShouldBeNull();
        using (var elsewhere = await SendAsync(server, HttpMethod.Get, "/studies", Viewer)) Allowed(elsewhere).ShouldBeNull();
        using (var strange = await SendAsync(server, HttpMethod.Options, "/dicom-web/studies", "https://other.example", "GET"))
            (strange.StatusCode, Allowed(strange)).ShouldBe((HttpStatusCode.NotFound, (string?)null));
    }

    private static string? Allowed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;

    private static Task<HttpResponseMessage> SendAsync(
        ServerProcess server, HttpMethod method, string path, string origin, string? wanted = null)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (wanted is not null) request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", wanted);
        return server.Http.SendAsync(request);
    }

    private static async Task<ServerProcess> StartAsync(
        Dictionary<string, object> dicomWeb, Dictionary<string, object>? eventDicom = null, params (string Name, object Value)[] others)
    {
        var server = await ServerProcess.StartAsync([("DicomWeb", dicomWeb), ("EventDicom", eventDicom ?? []), .. others]);
        await StoreAsync(server, s_instance);
        return server;
    }

    private static async Task StoreAsync(ServerProcess server, SyntheticInstance instance)
    {
        using var stored = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        stored.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
