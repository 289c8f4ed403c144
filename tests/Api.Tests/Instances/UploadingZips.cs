using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class UploadingZips(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task takes_entries_of_all_kinds_and_passes_over_archives_within()
    {
        var zip = (new SyntheticZip { IsZip64 = true }).With("a/b\\../../etc/c.dcm", File(1)).With("d", File(2), deflate: false)
            .With("e/", [], deflate: false).With("empty.dcm", [])
            .With("inner.zip", new SyntheticZip().With("x.dcm", File(3)).ToBytes()).With("x\\DICOMDIR", File(4));
        using var answer = await server.PostAsync("/instances", zip.ToBytes(), "application/zip");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(entry => entry.Text("Status"))
            .ShouldBe(["Success", "Success"]);
        (await CountAsync()).ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task of_no_entries_answers_an_empty_list()
    {
        using var answer = await server.PostAsync("/instances", new SyntheticZip().ToBytes());
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength().ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task stores_nothing_where_the_directory_shows_what_is_wrong()
    {
        var good = new SyntheticZip().With("good.dcm", File(1));
        foreach (var (reason, zip) in ((string, SyntheticZip)[])[
            ("encrypted", good.With("bad.dcm", File(2), flags: 1)),
            ("encrypted", good.With("bad.dcm", File(2), deflate: false, flags: 1)),
            ("method 14", good.With("bad.dcm", File(2), method: 14)),
            ("size", good.With("bad.dcm", File(2), deflate: false, sizeError: 5)),
            ("directory", good with { DirectoryShift = 4 }),
            ("directory", good with { DirectoryShift = -4 }),
            ("directory", good with { CountError = 3 })])
        {
            var (status, error, details) = await SharedServer.RefusalAsync(server.PostAsync("/instances", zip.ToBytes()));
            (status, error).ShouldBe((HttpStatusCode.BadRequest, 15), reason);
            details!.ShouldContain(reason);
        }
        (await SharedServer.RefusalAsync(server.PostAsync("/instances", good.ToBytes()[..^30]))).Error.ShouldBe(15);
        (await CountAsync()).ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task stores_nothing_of_an_entry_that_is_damaged()
    {
        var large = SyntheticInstance.Create(_patient, instance: 9).WithBytes(DicomTag.PixelData, "OW", new byte[2_000_000]).ToBytes();
        foreach (var bad in (SyntheticZip[])[
            new SyntheticZip().With("bad.dcm", File(2), crcError: 1),
            new SyntheticZip().With("bad.dcm", File(2), deflate: false, crcError: 1),
            new SyntheticZip().With("bad.dcm", large, crcError: 1),
            new SyntheticZip().With("bad.dcm", large, sizeError: -1),
            new SyntheticZip().With("bad.dcm", large, sizeError: 1)])
        {
            var (status, error, details) = await SharedServer.RefusalAsync(server.PostAsync("/instances", bad.ToBytes()));
            (status, error).ShouldBe((HttpStatusCode.BadRequest, 15));
            details!.ShouldStartWith("Entry \"bad.dcm\"");
        }
        (await CountAsync()).ShouldBe(0);

        await SharedServer.RefusalAsync(server.PostAsync("/instances",
            new SyntheticZip().With("good.dcm", File(1)).With("bad.dcm", File(2), crcError: 1).With("after.dcm", File(3)).ToBytes()));
        (await CountAsync()).ShouldBe(1); // as in Orthanc, what came before it stays
    }

    private byte[] File(int instance) => SyntheticInstance.Create(_patient, instance: instance).ToBytes();

    private async Task<int> CountAsync()
    {
        var patient = $"/patients/{Domain.OrthancId.OfPatient($"SYN{_patient}")}";
        using var answer = await server.GetAsync(patient);
        return answer.StatusCode == HttpStatusCode.NotFound ? 0 : (await server.JsonAsync($"{patient}/instances")).GetArrayLength();
    }
}
