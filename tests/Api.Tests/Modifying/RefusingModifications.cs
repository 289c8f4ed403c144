using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>What no route accepts, with Orthanc's status and number; nothing is left of it but the refusal.</summary>
[Collection(nameof(OneServer))]
public sealed class RefusingModifications(SharedServer server)
{
    private static readonly string[] s_both = ["modify", "anonymize"];

    [LocalPostgresTheory]
    // Types
    [InlineData("[]", 400, 15)]
    [InlineData("\"x\"", 400, 15)]
    [InlineData("5", 400, 15)]
    [InlineData("nonsense", 400, 15)]
    [InlineData("", 400, 15)]
    [InlineData("""{"Force":1}""", 400, 15)]
    [InlineData("""{"Force":"true"}""", 400, 15)]
    [InlineData("""{"KeepSource":0}""", 400, 15)]
    [InlineData("""{"KeepLabels":"yes"}""", 400, 15)]
    [InlineData("""{"Replace":[]}""", 400, 8)]
    [InlineData("""{"Replace":"PatientName"}""", 400, 8)]
    [InlineData("""{"Remove":"PatientName"}""", 400, 8)]
    [InlineData("""{"Remove":{}}""", 400, 8)]
    [InlineData("""{"Remove":[5]}""", 400, 8)]
    [InlineData("""{"Keep":"PatientName"}""", 400, 8)]
    [InlineData("""{"Keep":[["PatientName"]]}""", 400, 8)]
    [InlineData("""{"PrivateCreator":5}""", 400, 15)]
    [InlineData("""{"Transcode":5}""", 400, 15)]
    [InlineData("""{"Transcode":"1.2.3"}""", 400, 3)]
    // Attributes
    [InlineData("""{"Replace":{"Nope":"x"}}""", 500, 27)]
    [InlineData("""{"Remove":["Nope"]}""", 500, 27)]
    [InlineData("""{"Keep":["Nope"]}""", 500, 27)]
    [InlineData("""{"Replace":{"Nope[0].Rows":"1"}}""", 500, 27)]
    [InlineData("""{"Remove":["ReferencedImageSequence[x].Rows"]}""", 400, 3)]
    // Tags that no data set can have
    [InlineData("""{"Replace":{"fffe-e000":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"fffe,e0dd":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"0000,0100":"1"}}""", 400, 3)]
    [InlineData("""{"Replace":{"TransferSyntaxUID":"1.2"}}""", 400, 3)]
    [InlineData("""{"Replace":{"0010,0000":"1"}}""", 400, 3)]
    [InlineData("""{"Replace":{"0003,1000":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"ffff,ffff":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"(fffe,e000)":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"ReferencedImageSequence[0].fffe-e00d":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"fffe-e000[0].PatientName":"x"}}""", 400, 3)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":[{"fffe-e000":"x"}]}}""", 400, 3)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":[{"ReferencedSeriesSequence":[{"0008,0000":"1"}]}]}}""", 400, 3)]
    [InlineData("""{"Remove":["fffe-e000"]}""", 400, 3)]
    [InlineData("""{"Remove":["0008,0000"]}""", 400, 3)]
    [InlineData("""{"Keep":["0002,0010"]}""", 400, 3)]
    [InlineData("""{"Keep":["ReferencedImageSequence[*].0000,0002"]}""", 400, 3)]
    // Values
    [InlineData("""{"Replace":{"PatientComments":"a\u0000b"}}""", 400, 15)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":[{"PatientComments":"a\u0000b"}]}}""", 400, 15)]
    [InlineData("""{"Replace":{"ReferencedImageSequence[0].PatientComments":"a\u0000b"}}""", 400, 15)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":[{"(0010,0010)":"x"}]}}""", 500, 27)]
    [InlineData("""{"Replace":{"Rows":"abc"}}""", 400, 15)]
    [InlineData("""{"Replace":{"Rows":"70000"}}""", 400, 15)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":"x"}}""", 400, 15)]
    [InlineData("""{"Replace":{"PatientName":true}}""", 400, 5)]
    [InlineData("""{"Replace":{"ReferencedImageSequence":[{"Nope":"x"}]}}""", 500, 27)]
    [InlineData("""{"Replace":{"PatientSex":"LONG"}}""", 400, 15)]
    public async Task refuses_what_makes_no_sense_on_every_route(string body, int status, int error)
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());
        var patient = (await server.JsonAsync($"/studies/{study}")).Text("ParentPatient");
        var jobs = (await server.JsonAsync("/jobs")).Texts();
        var statistics = (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32();
        var sent = body.Replace("LONG", new string('x', 65_600), StringComparison.Ordinal);

        foreach (var verb in s_both)
        {
            foreach (var path in (string[])[$"/patients/{patient}/{verb}", $"/studies/{study}/{verb}", $"/series/{series[0]}/{verb}",
                $"/instances/{instances[0]}/{verb}"])
            {
                var refusal = await RefusalAsync(server.AskAsync(path, sent));
                ((int)refusal.Status, refusal.Error).ShouldBe((status, error), path);
            }

            var bulk = sent.StartsWith('{') ? $$"""{"Resources":["{{study}}"],{{sent[1..]}}""" : sent;
            var refused = await RefusalAsync(server.AskAsync($"/tools/bulk-{verb}", bulk));
            ((int)refused.Status, refused.Error).ShouldBe((status, error), $"bulk-{verb}");
        }

        (await server.JsonAsync("/jobs")).Texts().Except(jobs).ShouldBeEmpty();
        (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32().ShouldBe(statistics);
    }

    [LocalPostgresTheory]
    [InlineData("modify", """{"RemovePrivateTags":1}""", 400, 15)]
    [InlineData("anonymize", """{"KeepPrivateTags":"no"}""", 400, 15)]
    [InlineData("anonymize", """{"DicomVersion":"1999"}""", 400, 3)]
    [InlineData("anonymize", """{"DicomVersion":"2023B"}""", 400, 3)]
    [InlineData("anonymize", """{"DicomVersion":2008}""", 400, 15)]
    [InlineData("anonymize", """{"DicomVersion":null}""", 400, 15)]
    public async Task refuses_what_one_of_the_two_does_not_understand(string verb, string body, int status, int error)
    {
        var (study, series, instances) = await server.UploadStudyAsync(NewPatient());

        foreach (var path in (string[])[$"/studies/{study}", $"/series/{series[0]}", $"/instances/{instances[0]}"])
        {
            var refusal = await RefusalAsync(server.AskAsync($"{path}/{verb}", body));
            ((int)refusal.Status, refusal.Error).ShouldBe((status, error), path);
        }
    }

    [LocalPostgresTheory]
    [InlineData("""{"Synchronous":1}""")]
    [InlineData("""{"Asynchronous":"true"}""")]
    [InlineData("""{"Priority":"1"}""")]
    [InlineData("""{"Permissive":1}""")]
    [InlineData("""{"KeepSource":"no"}""")]
    public async Task refuses_options_of_jobs_of_another_type(string options)
    {
        var (study, series, _) = await server.UploadStudyAsync(NewPatient());
        var (other, _, _) = await server.UploadStudyAsync(NewPatient());
        string With(string member) => $"{{{member},{options[1..]}";

        foreach (var (path, body) in ((string, string)[])
            [
                ($"/studies/{study}/modify", options), ($"/studies/{study}/anonymize", options), ($"/series/{series[0]}/modify", options),
                ($"/studies/{study}/split", With($"\"Series\":[\"{series[0]}\"]")),
                ($"/studies/{other}/merge", With($"\"Resources\":[\"{study}\"]")),
                ("/tools/bulk-modify", With($"\"Resources\":[\"{study}\"]")),
                ("/tools/bulk-anonymize", With($"\"Resources\":[\"{study}\"]")),
            ])
        {
            var refusal = await RefusalAsync(server.AskAsync(path, body));
            (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 15), path);
        }
        (await server.JsonAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(4);
    }

    [LocalPostgresTheory]
    [InlineData("patients")]
    [InlineData("studies")]
    [InlineData("series")]
    [InlineData("instances")]
    public async Task takes_nothing_that_is_not_there_and_no_parent_for_an_instance(string level)
    {
        var (study, _, _) = await server.UploadStudyAsync(NewPatient());

        foreach (var verb in s_both)
        {
            foreach (var id in (string[])["nope", "00000000-00000000-00000000-00000000-00000000"])
            {
                var unknown = await RefusalAsync(server.AskAsync($"/{level}/{id}/{verb}", """{"Force":true}"""));
                (unknown.Status, unknown.Error).ShouldBe((HttpStatusCode.NotFound, 17), $"{id}/{verb}");
            }
            if (level != "instances") continue; // the others take what is below any resource
            var misplaced = await RefusalAsync(server.AskAsync($"/{level}/{study}/{verb}", """{"Force":true}"""));
            (misplaced.Status, misplaced.Error).ShouldBe((HttpStatusCode.NotFound, 17), verb);
        }
    }
}
