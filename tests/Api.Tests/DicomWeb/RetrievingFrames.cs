using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>Frames by their numbers, in the form that is accepted.</summary>
[Collection(nameof(OneServer))]
public sealed class RetrievingFrames(SharedServer server) : IAsyncLifetime
{
    private const int Rows = 4, Columns = 6, Frames = 3;
    private const string Explicit = "1.2.840.10008.1.2.1", Rle = "1.2.840.10008.1.2.5";

    private readonly int _patient = SharedServer.NewPatient();

    private SyntheticInstance Native => SyntheticInstance.Create(_patient).WithImage(Rows, Columns, frames: Frames)
        .WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian);

    private string NativePath => $"{Asking.PathOf(_patient, 1, 1, 1)}/frames";

    private string RlePath => $"{Asking.PathOf(_patient, 1, 1, 2)}/frames";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await server.UploadAsync(Native);
        using var compressed = new MemoryStream();
        var second = SyntheticInstance.Create(_patient, 1, 1, 2).WithImage(Rows, Columns, frames: Frames);
        DicomTranscoder.Transcode(DicomFile.Open(second.ToBytes()), DicomTransferSyntax.RLELossless).File.Save(compressed);
        using var stored = await server.PostAsync("/instances", compressed.ToArray());
        stored.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("multipart/related")]
    [InlineData("multipart/related; type=application/octet-stream")]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*")]
    [InlineData("multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"")]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1")]
    public async Task native_ones_come_in_explicit_little_endian(string? accept)
    {
        using var answer = await server.Http.AskAsync($"{NativePath}/2", accept);
        var part = (await answer.PartsAsync()).Single();

        answer.Content.Headers.ContentLength.ShouldNotBeNull();
        answer.Content.Headers.ContentType!.Parameters.First().ToString().ShouldBe($"type=\"application/octet-stream; transfer-syntax={Explicit}\"");
        part.ContentType.ShouldBe($"application/octet-stream; transfer-syntax={Explicit}");
        part.Location.ShouldBe($"{server.Http.BaseAddress!.ToString().TrimEnd('/')}{NativePath}/2");
        part.Body.ShouldBe(Expected(2));
    }

    [LocalPostgresTheory]
    [InlineData("1,3", new[] { 1, 3 })]
    [InlineData("3%2C1", new[] { 3, 1 })]
    [InlineData("2,2", new[] { 2, 2 })]
    public async Task several_come_in_the_order_that_they_are_named(string list, int[] numbers)
    {
        var parts = await server.Http.PartsAsync($"{NativePath}/{list}");
        parts.Select(part => part.Body).ShouldBe(numbers.Select(Expected));
    }

    [LocalPostgresFact]
    public async Task all_come_where_none_is_named() => (await server.Http.PartsAsync(NativePath)).Count.ShouldBe(Frames);

    [LocalPostgresTheory]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*", "image/dicom-rle", Rle)]
    [InlineData("multipart/related; type=image/x-dicom-rle", "image/dicom-rle", Rle)]
    [InlineData("multipart/related; type=image/dicom+rle; transfer-syntax=1.2.840.10008.1.2.5", "image/dicom-rle", Rle)]
    [InlineData("multipart/related; type=\"image/jpeg\"", "image/jpeg", "1.2.840.10008.1.2.4.70")]
    [InlineData("multipart/related; type=image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.57", "image/jpeg", "1.2.840.10008.1.2.4.57")]
    [InlineData("multipart/related; type=image/jpeg, multipart/related; type=image/dicom-rle", "image/dicom-rle", Rle)]
    [InlineData("multipart/related; type=image/jpeg; transfer-syntax=*, multipart/related; type=image/dicom-rle; transfer-syntax=*", "image/dicom-rle", Rle)]
    [InlineData("text/html, multipart/related; type=application/octet-stream", "application/octet-stream", Explicit)]
    public async Task compressed_ones_come_as_they_are_accepted(string accept, string type, string syntax)
    {
        var part = (await server.Http.PartsAsync($"{RlePath}/2", accept)).Single();

        part.ContentType.ShouldBe($"{type}; transfer-syntax={syntax}");
        Decoded(part.Body, syntax).ShouldBe(Expected(2));
    }

    [LocalPostgresTheory]
    [InlineData("0", HttpStatusCode.BadRequest, 3)]
    [InlineData("-1", HttpStatusCode.BadRequest, 3)]
    [InlineData("4", HttpStatusCode.BadRequest, 3)]
    [InlineData("1,4", HttpStatusCode.BadRequest, 3)]
    [InlineData("x", HttpStatusCode.BadRequest, 15)]
    [InlineData("1,,2", HttpStatusCode.BadRequest, 15)]
    public async Task of_other_numbers_are_refused(string list, HttpStatusCode status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"{NativePath}/{list}"));
        (refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    [LocalPostgresTheory]
    [InlineData("application/octet-stream", HttpStatusCode.BadRequest, 3)]
    [InlineData("image/jpeg", HttpStatusCode.BadRequest, 3)]
    [InlineData("multipart/related; type=image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.90", HttpStatusCode.BadRequest, 8)]
    [InlineData("multipart/related; type=image/gif", HttpStatusCode.BadRequest, 8)]
    [InlineData("multipart/related; type=image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50", HttpStatusCode.InternalServerError, 2)]
    [InlineData("multipart/related; type=image/jpx", HttpStatusCode.InternalServerError, 2)]
    public async Task in_other_forms_are_refused(string accept, HttpStatusCode status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"{NativePath}/1", accept));
        (refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    [LocalPostgresFact]
    public async Task of_what_is_not_there_are_not_found()
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync("/dicom-web/studies/1/series/2/instances/3/frames/1"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 7));
    }

    [LocalPostgresFact]
    public async Task films_have_none()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, 2).WithEncapsulatedImage("1.2.840.10008.1.2.4.102", 2, 2, [1, 2, 3, 4]));
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"{Asking.PathOf(_patient, 2, 1, 1)}/frames/1"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.InternalServerError, 2));
    }

    private byte[] Expected(int number) => DicomPixelData.Create(DicomFile.Open(Native.ToBytes())).ReadFrame(number - 1).ToArray();

    private static byte[] Decoded(byte[] frame, string syntax)
    {
        if (DicomCodecs.Find(DicomTransferSyntax.Lookup(syntax)) is not { } codec) return frame;
        var samples = new byte[Rows * Columns * 2];
        var described = DicomFile.Open(SyntheticInstance.Create().WithImage(Rows, Columns).ToBytes());
        codec.Decode(frame, DicomPixelData.Create(described).Format, samples);
        return samples;
    }
}
