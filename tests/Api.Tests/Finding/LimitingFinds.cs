using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Finding;

/// <summary>What configuration changes of searches, and that main tags which come with it are filled of what is stored already.</summary>
public sealed class LimitingFinds
{
    private static readonly DicomTag s_comments = new(0x0010, 0x4000);
    private static readonly DicomTag s_codes = new(0x0008, 0x1032);

    [LocalPostgresFact]
    public async Task follows_its_limits_and_fills_main_tags_that_came_later()
    {
        await using var server = await ServerProcess.StartAsync();
        for (var patient = 1; patient <= 3; patient++)
        {
            var instance = SyntheticInstance.Create(patient).With(s_comments, "LT", $"Comment {patient}").With(DicomTag.Rows, "US", "1")
                .WithSequence(s_codes, SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", $"C{patient}"));
            (await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes())))
                .EnsureSuccessStatusCode().Dispose();
        }
        var study = Domain.OrthancId.OfStudy("SYN2", "2.25.1000.2.1").Value;
        (await FindAsync(server, """ {"Level":"Study","Query":{"PatientComments":"*2"}} """)).ShouldBe([study]);

        await server.StopAsync();
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(server.ConfigurationFile))!.AsObject();
        configuration["ExtraMainDicomTags"] = JsonNode.Parse(
            """{ "Patient": ["PatientComments"], "Study": ["ProcedureCodeSequence"], "Series": ["PatientComments"], "Instance": ["PatientComments"] }""");
        (configuration["LimitFindResults"], configuration["LimitFindInstances"]) = (2, 1);
        await File.WriteAllTextAsync(server.ConfigurationFile, configuration.ToJsonString());
        await server.StartAgainAsync();

        // Whether they are filled by now or not.
        (await FindAsync(server, """ {"Level":"Study","Query":{"PatientComments":"comment 2"}} """)).ShouldBe([study]);
        (await FindAsync(server, """ {"Level":"Series","Query":{"PatientComments":"comment 2"}} """)).Count.ShouldBe(1);
        (await CountAsync(server, """ {"Level":"Instance","Query":{"PatientComments":"comment*"}} """)).ShouldBe(3);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var (path, tag) in new[]
        {
            ($"/studies/{study}", "\"ProcedureCodeSequence\""),
            ($"/patients/{Domain.OrthancId.OfPatient("SYN2").Value}", "\"PatientComments\""),
            ($"/instances/{Domain.OrthancId.OfInstance("SYN3", "2.25.1000.3.1", "2.25.1000.3.1.1", "2.25.1000.3.1.1.1").Value}",
                "\"PatientComments\""),
        })
            while (!(await server.Http.GetStringAsync(new Uri(path, UriKind.Relative))).Contains(tag, StringComparison.Ordinal))
                await Task.Delay(50, patience.Token);
        var filled = await server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/studies/{study}", UriKind.Relative));
        filled.GetProperty("MainDicomTags").GetProperty("ProcedureCodeSequence")[0].Text("CodeValue").ShouldBe("C2");
        filled.GetProperty("MainDicomTags").Text("AccessionNumber").ShouldBe("A2.1");
        filled.GetProperty("PatientMainDicomTags").Text("PatientComments").ShouldBe("Comment 2");
        (await server.Http.GetStringAsync(new Uri($"/studies/{study}/metadata/MainDicomTagsSignature", UriKind.Relative)))
            .ShouldContain("0008,1032");

        (await FindAsync(server, """ {"Level":"Study","Query":{}} """)).Count.ShouldBe(2);
        (await FindAsync(server, """ {"Level":"Study","Query":{}, "Limit":5} """)).Count.ShouldBe(2);
        (await FindAsync(server, """ {"Level":"Study","Query":{}, "Limit":5, "Since":2} """)).Count.ShouldBe(1);
        (await FindAsync(server, """ {"Level":"Instance","Query":{}} """)).Count.ShouldBe(1);
        // Candidates, of which then none may fit.
        (await FindAsync(server, """ {"Level":"Study","Query":{"Rows":"1"}} """)).Count.ShouldBeLessThanOrEqualTo(2);
        (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/studies", UriKind.Relative))).GetArrayLength()
            .ShouldBe(3, "lists have no limit");

        await server.StopAsync();
        configuration["StorageAccessOnFind"] = "Never";
        configuration.Remove("LimitFindResults");
        await File.WriteAllTextAsync(server.ConfigurationFile, configuration.ToJsonString());
        await server.StartAgainAsync();
        (await FindAsync(server, """ {"Level":"Study","Query":{"Rows":"1"}} """)).ShouldBeEmpty("what only files have is not known");
        (await FindAsync(server, """ {"Level":"Study","Query":{"PatientComments":"comment 2"}} """)).ShouldBe([study]);
        var expanded = await PostAsync(server, "/tools/find",
            """ {"Level":"Study","Query":{"PatientID":"SYN2"},"Expand":true,"RequestedTags":["Rows","PatientID","StudyDescription"]} """);
        expanded[0].GetProperty("RequestedTags").Names().ShouldBe(["PatientID"]);
    }

    private static async Task<IReadOnlyList<string?>> FindAsync(ServerProcess server, string body) =>
        (await PostAsync(server, "/tools/find", body)).Texts();

    private static async Task<int> CountAsync(ServerProcess server, string body) =>
        (await PostAsync(server, "/tools/count-resources", body)).GetProperty("Count").GetInt32();

    private static async Task<JsonElement> PostAsync(ServerProcess server, string path, string body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative),
            new StringContent(body, Encoding.UTF8, "application/json"));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
