using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>STOW-RS: what is stored of a body, and what is said of each part.</summary>
[Collection(nameof(OneServer))]
public sealed class Storing(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task all_parts_are_stored_and_named()
    {
        var files = Enumerable.Range(1, 40)
            .Select(instance => SyntheticInstance.Create(_patient, 1, 1, instance).WithImage(4, 4).ToBytes());
        var (status, answer) = await StoreAsync("/dicom-web/studies", Asking.Body(files));

        status.ShouldBe(HttpStatusCode.OK);
        answer["00080005"]!.ToJsonString().ShouldBe("""{"vr":"CS","Value":["ISO_IR 100"]}""");
        answer.Value(DicomTag.RetrieveURL)!.ShouldEndWith(Asking.PathOf(_patient));
        var stored = answer["00081199"]!["Value"]!.AsArray();
        stored.Select(item => item.Value(DicomTag.ReferencedSOPInstanceUID)).ShouldBe(Enumerable.Range(1, 40).Select(instance => $"2.25.1000.{_patient}.1.1.{instance}"));
        stored[1].Value(DicomTag.ReferencedSOPClassUID).ShouldBe(SyntheticInstance.SecondaryCapture);
        stored[1].Value(DicomTag.RetrieveURL)!.ShouldEndWith(Asking.PathOf(_patient, 1, 1, 2));
        answer["00081198"].ShouldBeNull();
        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient)}/instances")).Count.ShouldBe(40);
    }

    [LocalPostgresFact]
    public async Task what_is_stored_already_is_stored()
    {
        var file = SyntheticInstance.Create(_patient).ToBytes();
        (await StoreAsync("/dicom-web/studies", Asking.Body(file))).Status.ShouldBe(HttpStatusCode.OK);
        var (status, answer) = await StoreAsync($"/dicom-web/studies/2.25.1000.{_patient}.1", Asking.Body(file));
        status.ShouldBe(HttpStatusCode.OK);
        answer["00081199"]!["Value"]!.AsArray().Count.ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task another_study_is_a_conflict_and_leaves_the_others()
    {
        var body = Asking.Body(SyntheticInstance.Create(_patient, 1).ToBytes(), SyntheticInstance.Create(_patient, 2).ToBytes());
        var (status, answer) = await StoreAsync($"/dicom-web/studies/2.25.1000.{_patient}.1", body);

        status.ShouldBe(HttpStatusCode.Conflict);
        answer["00081199"]!["Value"]!.AsArray().Count.ShouldBe(1);
        var failed = answer["00081198"]!["Value"]!.AsArray().Single();
        failed.Value(DicomTag.ReferencedSOPInstanceUID).ShouldBe($"2.25.1000.{_patient}.2.1.1");
        failed.Value(DicomTag.FailureReason).ShouldBe("272");
        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 2)}/series")).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task what_is_no_file_spoils_the_answer_and_leaves_the_others()
    {
        var body = Asking.Body("no file"u8.ToArray(), SyntheticInstance.Create(_patient).ToBytes());
        var (status, answer) = await StoreAsync("/dicom-web/studies", body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["00081199"]!["Value"]!.AsArray().Count.ShouldBe(1);
        answer["00081198"].ShouldBeNull();
    }

    [LocalPostgresFact]
    public async Task what_lacks_identifiers_is_named_by_those_that_it_has()
    {
        var (status, answer) = await StoreAsync("/dicom-web/studies", Asking.Body(SyntheticInstance.Create(_patient).Without(DicomTag.StudyInstanceUID).ToBytes()));

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["00081199"]!.ToJsonString().ShouldBe("""{"vr":"SQ"}""");
        answer["00081190"].ShouldBeNull();
        answer["00081198"]!["Value"]![0].Value(DicomTag.FailureReason).ShouldBe("49152");
        (await StoreAsync("/dicom-web/studies", Asking.Body(SyntheticInstance.Create(_patient).Without(DicomTag.SOPClassUID).ToBytes()))).Status
            .ShouldBe(HttpStatusCode.BadRequest);
    }

    [LocalPostgresFact]
    public async Task parts_of_other_types_are_passed_over()
    {
        var body = Asking.Body(SyntheticInstance.Create(_patient).ToBytes());
        body.Add(new StringContent("{}", Encoding.UTF8, "application/json"));
        var (status, answer) = await StoreAsync("/dicom-web/studies", body);
        status.ShouldBe(HttpStatusCode.OK);
        answer["00081199"]!["Value"]!.AsArray().Count.ShouldBe(1);
    }

    [LocalPostgresTheory]
    [InlineData("multipart/related; type=\"application/dicom\"; boundary=\"a-boundary\"")]
    [InlineData("multipart/related; type=application/dicom; boundary=a-boundary")]
    [InlineData("Multipart/Related;Type=application/dicom;Boundary=a-boundary")]
    public async Task the_type_is_read_quoted_or_not(string contentType)
    {
        var body = Asking.Body(SyntheticInstance.Create(_patient).ToBytes());
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        (await StoreAsync("/dicom-web/studies", body)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [LocalPostgresTheory]
    [InlineData("application/dicom")]
    [InlineData("multipart/related; boundary=a-boundary")]
    [InlineData("multipart/related; type=application/dicom")]
    [InlineData("multipart/related; type=application/dicom+json; boundary=a-boundary")]
    [InlineData("multipart/form-data; type=application/dicom; boundary=a-boundary")]
    [InlineData(null)]
    public async Task other_bodies_are_refused(string? contentType)
    {
        using var body = new ByteArrayContent(SyntheticInstance.Create(_patient).ToBytes());
        if (contentType is not null) body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var refusal = await SharedServer.RefusalAsync(server.Http.PostAsync(new Uri("/dicom-web/studies", UriKind.Relative), body));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.UnsupportedMediaType, 3000));
    }

    [LocalPostgresTheory]
    [InlineData("--a-boundary\r\nContent-Type: application/dicom\r\n\r\nDICM")]
    [InlineData("--a-boundary\r\nno header\r\n\r\nDICM\r\n--a-boundary--")]
    [InlineData("--another\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--another--")]
    public async Task a_damaged_body_is_refused(string text)
    {
        using var body = new StringContent(text);
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=application/dicom; boundary=a-boundary");
        var refusal = await SharedServer.RefusalAsync(server.Http.PostAsync(new Uri("/dicom-web/studies", UriKind.Relative), body));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 15));
    }

    [LocalPostgresFact]
    public async Task an_empty_body_stores_nothing_and_is_no_error()
    {
        var (status, answer) = await StoreAsync("/dicom-web/studies", Asking.Body());
        status.ShouldBe(HttpStatusCode.OK);
        answer["00081199"]!.ToJsonString().ShouldBe("""{"vr":"SQ"}""");
    }

    [LocalPostgresFact]
    public async Task the_answer_comes_in_XML_where_that_is_accepted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/dicom-web/studies", UriKind.Relative)) { Content = Asking.Body(SyntheticInstance.Create(_patient).ToBytes()) };
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom+xml");
        using var answer = await server.Http.SendAsync(request);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/dicom+xml");
        XElement.Parse(await answer.Content.ReadAsStringAsync()).Elements().Select(attribute => (string?)attribute.Attribute("keyword"))
            .ShouldContain("ReferencedSOPSequence");
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> StoreAsync(string path, HttpContent body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.Content.Headers.ContentType!.ToString().ShouldBe(Asking.Json, text);
        return (answer.StatusCode, JsonNode.Parse(text)!);
    }
}
