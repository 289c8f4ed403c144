using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>Files of a study, series or instance, in the transfer syntax that is accepted.</summary>
[Collection(nameof(OneServer))]
public sealed class RetrievingInstances(SharedServer server) : IAsyncLifetime
{
    private const string Rle = "1.2.840.10008.1.2.5";

    private readonly int _patient = SharedServer.NewPatient();

    private SyntheticInstance First => SyntheticInstance.Create(_patient).WithImage(4, 4);

    private SyntheticInstance Implicit => SyntheticInstance.Create(_patient, 1, 1, 2).WithImage(4, 4)
        .WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian);

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await server.UploadAsync(First);
        await server.UploadAsync(Implicit);
        await server.UploadAsync(SyntheticInstance.Create(_patient, 1, 2).WithImage(4, 4));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("multipart/related")]
    [InlineData("multipart/related; type=application/dicom")]
    [InlineData("multipart/related;type=\"application/dicom\"")]
    [InlineData("application/dicom+json, multipart/related; type=\"application/dicom\"")]
    public async Task come_in_explicit_little_endian_unless_more_is_asked_for(string? accept)
    {
        var parts = await server.Http.PartsAsync(Asking.PathOf(_patient), accept);

        parts.Count.ShouldBe(3);
        parts.ShouldAllBe(part => part.ContentType == "application/dicom");
        parts[0].Body.ShouldBe(First.ToBytes());
        parts.Select(part => DicomFile.Open(part.Body).TransferSyntax)
            .ShouldAllBe(syntax => syntax.Equals(DicomTransferSyntax.ExplicitVRLittleEndian));
    }

    [LocalPostgresFact]
    public async Task come_as_parts_of_each_level()
    {
        (await server.Http.PartsAsync(Asking.PathOf(_patient, 1, 1))).Count.ShouldBe(2);
        (await server.Http.PartsAsync(Asking.PathOf(_patient, 1, 1, 2))).Count.ShouldBe(1);
    }

    [LocalPostgresTheory]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=*")]
    [InlineData("multipart/related; type=\"application/dicom\"; transfer-syntax=\"*\"")]
    public async Task come_as_they_are(string accept) =>
        (await server.Http.PartsAsync(Asking.PathOf(_patient, 1, 1, 2), accept)).Single().Body.ShouldBe(Implicit.ToBytes());

    [LocalPostgresFact]
    public async Task come_in_another_syntax()
    {
        var part = (await server.Http.PartsAsync(Asking.PathOf(_patient, 1, 1, 2), $"multipart/related; type=application/dicom; transfer-syntax={Rle}")).Single();
        var file = DicomFile.Open(part.Body);

        file.TransferSyntax.UID.ShouldBe(Rle);
        DicomPixelData.Create(file).DecodeFrame(0).Samples.ToArray()
            .ShouldBe(DicomPixelData.Create(DicomFile.Open(Implicit.ToBytes())).DecodeFrame(0).Samples.ToArray());
    }

    [LocalPostgresTheory]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50", HttpStatusCode.InternalServerError, 2)]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=1.2.3", HttpStatusCode.BadRequest, 8)]
    [InlineData("application/dicom", HttpStatusCode.BadRequest, 8)]
    [InlineData("multipart/related; type=application/octet-stream", HttpStatusCode.BadRequest, 8)]
    [InlineData("text/html", HttpStatusCode.BadRequest, 8)]
    public async Task come_in_no_other_form(string accept, HttpStatusCode status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync(Asking.PathOf(_patient, 1, 1, 1), accept));
        (refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    [LocalPostgresFact]
    public async Task that_nobody_can_decode_come_as_they_are_where_no_syntax_is_demanded()
    {
        var film = SyntheticInstance.Create(_patient, 2).WithEncapsulatedImage("1.2.840.10008.1.2.4.102", 2, 2, [1, 2, 3, 4]);
        await server.UploadAsync(film);

        (await server.Http.PartsAsync(Asking.PathOf(_patient, 2))).Single().Body.ShouldBe(film.ToBytes());
        var demanded = "multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.1";
        (await SharedServer.RefusalAsync(server.Http.AskAsync(Asking.PathOf(_patient, 2), demanded))).Status
            .ShouldBe(HttpStatusCode.InternalServerError);
    }

    [LocalPostgresFact]
    public async Task that_are_not_there_are_not_found()
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync("/dicom-web/studies/1.2.3"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 7));
    }

    [LocalPostgresFact]
    public async Task of_parts_the_headers_are_spelled_as_viewers_look_for_them()
    {
        using var answer = await server.Http.AskAsync(Asking.PathOf(_patient, 1, 1, 1));
        var text = System.Text.Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
        var boundary = answer.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value;

        answer.Content.Headers.ContentType.ToString().ShouldBe($"multipart/related; type=\"application/dicom\"; boundary={boundary}");
        text.ShouldStartWith($"--{boundary}\r\nContent-Type: application/dicom\r\nContent-Length: {First.ToBytes().Length}\r\nMIME-Version: 1.0\r\n\r\n");
        text.ShouldEndWith($"\r\n--{boundary}--\r\n");
    }

    [LocalPostgresFact]
    public async Task are_not_deleted_here()
    {
        using var answer = await server.DeleteAsync(Asking.PathOf(_patient));
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"]);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
