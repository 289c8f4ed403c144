using System.Net.Http.Headers;
using System.Text;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class UploadingForms(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresTheory]
    [InlineData("\r\n--B")]
    [InlineData("\r\n--B\r\n")]
    [InlineData("\r\n--B--")]
    public async Task stores_the_parts_even_if_the_end_is_missing(string end)
    {
        using var answer = await SendAsync(Form(File(1), end));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("");
        (await CountAsync()).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task refuses_a_form_that_is_damaged_and_stores_nothing_of_the_part()
    {
        foreach (var damaged in (byte[][])[[], Form(File(1), ""), Form(File(1), "\n--B--"), Form(File(1), "\r\n--Bx"),
            Form(File(1), "\r\n--B--", "no header\r\n"),
            Form(File(1), "\r\n--B--", string.Concat(Enumerable.Range(0, 17).Select(number => $"X-{number}: x\r\n"))),
            Form(File(1), "\r\n--B--", $"X: {new string('x', 20_000)}\r\n")])
            (await SharedServer.RefusalAsync(SendAsync(damaged))).ShouldSatisfyAllConditions(
                refusal => refusal.Status.ShouldBe(HttpStatusCode.BadRequest),
                refusal => refusal.Error.ShouldBe(15));
        (await SharedServer.RefusalAsync(server.PostAsync("/instances", Form(File(1), "\r\n--B--"), "multipart/form-data")))
            .Status.ShouldBe(HttpStatusCode.BadRequest);
        (await CountAsync()).ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task keeps_what_came_before_a_bad_part()
    {
        var (status, error, details) = await SharedServer.RefusalAsync(
            SendAsync([.. Form(File(1), "\r\n"), .. Form("no DICOM"u8.ToArray(), "\r\n"), .. Form(File(2), "\r\n--B--")]));

        (status, error).ShouldBe((HttpStatusCode.BadRequest, 15));
        details.ShouldStartWith("Part 2 of the form");
        (await CountAsync()).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task puts_pieces_together_that_come_one_by_one()
    {
        var (one, two) = (File(1), File(2));
        await AddAsync("one.dcm", one.Length, one[..100]);
        await AddAsync("two.dcm", two.Length, two[..200]);
        await AddAsync("one.dcm", one.Length, one[100..300], with: "XMLHttpRequest");
        (await CountAsync()).ShouldBe(0);

        await AddAsync("one.dcm", one.Length, one[300..]);
        (await CountAsync()).ShouldBe(1);
        await AddAsync("two.dcm", two.Length, two[200..]);
        (await CountAsync()).ShouldBe(2);
        foreach (var instance in (await server.JsonAsync($"{Patient}/instances")).EnumerateArray())
        {
            var stored = await server.BytesAsync($"/instances/{instance.Text("ID")}/file");
            (stored.AsSpan().SequenceEqual(one) || stored.AsSpan().SequenceEqual(two)).ShouldBeTrue();
        }
    }

    [LocalPostgresFact]
    public async Task refuses_pieces_that_do_not_add_up()
    {
        var file = File(1);
        (await SharedServer.RefusalAsync(SendAsync(Form(file, "\r\n--B--"), ("X-File-Name", "long.dcm"), ("X-File-Size", "10"))))
            .ShouldSatisfyAllConditions(
            refusal => refusal.Status.ShouldBe(HttpStatusCode.BadRequest),
            refusal => refusal.Error.ShouldBe(15));
        await AddAsync("whole.txt", 8, "no "u8.ToArray());
        (await SharedServer.RefusalAsync(SendAsync(Form("DICOM"u8.ToArray(), "\r\n--B--"), ("X-File-Name", "whole.txt"),
            ("X-File-Size", "8")))).Error.ShouldBe(15);
        (await CountAsync()).ShouldBe(0);
    }

    [LocalPostgresTheory]
    [InlineData("X-File-Name: a.dcm")]
    [InlineData("X-File-Size: 10")]
    [InlineData("X-File-Name: a.dcm", "X-File-Size: x")]
    [InlineData("X-File-Name: a.dcm", "X-File-Size: -1")]
    [InlineData("X-File-Name: a.dcm", "X-File-Size: 10", "X-Requested-With: Fetch")]
    public async Task refuses_headers_of_pieces_as_Orthanc_does(params string[] headers)
    {
        var named = headers.Select(header => header.Split(": ")).Select(header => (header[0], header[1])).ToArray();
        (await SharedServer.RefusalAsync(SendAsync(Form(File(1), "\r\n--B--"), named))).ShouldSatisfyAllConditions(
            refusal => refusal.Status.ShouldBe(HttpStatusCode.InternalServerError),
            refusal => refusal.Error.ShouldBe(9));
    }

    private string Patient => $"/patients/{Domain.OrthancId.OfPatient($"SYN{_patient}")}";

    private byte[] File(int instance) => SyntheticInstance.Create(_patient, instance: instance).ToBytes();

    private static byte[] Form(byte[] content, string end, string headers = "Content-Disposition: form-data; name=\"f\"\r\n") =>
        [.. Encoding.Latin1.GetBytes($"--B\r\n{headers}\r\n"), .. content, .. Encoding.Latin1.GetBytes(end)];

    private async Task AddAsync(string name, int size, byte[] piece, string? with = null)
    {
        (string, string)[] headers = [("X-File-Name", name), ("X-File-Size", $"{size}"),
            .. with is null ? Array.Empty<(string, string)>() : [("X-Requested-With", with)]];
        using var answer = await SendAsync(Form(piece, "\r\n--B--"), headers);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("");
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] form, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/instances") { Content = new ByteArrayContent(form) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=B");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await server.Http.SendAsync(request);
    }

    private async Task<int> CountAsync()
    {
        using var answer = await server.GetAsync(Patient);
        return answer.StatusCode == HttpStatusCode.NotFound ? 0 : (await server.JsonAsync($"{Patient}/instances")).GetArrayLength();
    }
}
