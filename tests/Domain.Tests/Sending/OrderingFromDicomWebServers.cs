using System.Text.Json.Nodes;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Tests.Sending;

/// <summary>What jobs of DICOMweb servers show, and what they keep for ever.</summary>
public sealed class OrderingFromDicomWebServers
{
    private static readonly Dictionary<string, string> s_headers = new() { ["Authorization"] = "Bearer token" };
    private static readonly OrthancId s_study = OrthancId.OfStudy("P", "1");

    [Fact]
    public void shows_numbers_as_texts_and_the_instances_beside_what_was_named()
    {
        var job = Stow(2, new ExportedResource(ResourceLevel.Study, s_study, "P", "1"));

        job.Type.ShouldBe("DicomWebStowClient");
        JsonNode.DeepEquals(job.Content, JsonNode.Parse(
            $$"""
            { "Server": "cloud", "InstancesCount": "2", "NetworkSizeMB": "3",
              "Resources": { "Studies": ["{{s_study}}"], "Instances": ["{{Instance(0)}}", "{{Instance(1)}}"] } }
            """)).ShouldBeTrue(job.Content.ToJsonString());
    }

    [Fact]
    public void names_no_more_instances_than_an_event_should_hold() =>
        Stow(StowOrder.MostNamed + 1).Content["Resources"]!["Instances"]!.AsArray().Count.ShouldBe(StowOrder.MostNamed);

    [Fact]
    public void keeps_headers_of_a_request_apart_from_what_the_event_holds()
    {
        foreach (var job in (NewJob[])[Stow(1), Retrieve()])
        {
            (job.Command.GetRawText() + job.Content.ToJsonString()).ShouldNotContain("token");
            job.Secret!.Value.GetProperty("Authorization").GetString().ShouldBe("Bearer token");
        }
        new WadoRetrieveOrder("cloud", []).ToJob(new Dictionary<string, string>(), Origin.Server).Secret.ShouldBeNull();
    }

    [Fact]
    public void remembers_what_a_retrieval_asks_for()
    {
        var job = Retrieve();

        job.Type.ShouldBe("DicomWebWadoRetrieveClient");
        var request = System.Text.Json.JsonSerializer.Deserialize<WadoRetrieveOrder>(job.Command)!.Requests.ShouldHaveSingleItem();
        request.ShouldBe(new("studies/1/series/2", new("1", "2")));
        job.Content.ToJsonString().ShouldBe("""{"ReceivedInstancesCount":"0","NetworkUsageMB":"0"}""");
    }

    private static NewJob Retrieve() =>
        new WadoRetrieveOrder("cloud", [new("studies/1/series/2", new UidPath("1", "2"))]).ToJob(s_headers, Origin.Server);

    private static NewJob Stow(int instances, params ExportedResource[] resources) => new StowOrder("cloud", "http://cloud/")
        .ToJob(resources, [.. Enumerable.Range(0, instances).Select(Instance)], 3 << 20, s_headers, Origin.Server);

    private static OrthancId Instance(int number) => OrthancId.OfInstance("P", "1", "1", $"{number}");
}
