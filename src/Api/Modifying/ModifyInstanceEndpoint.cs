using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using EventDicom.Projections.Modifying;

namespace EventDicom.Api.Modifying;

/// <summary><c>POST /instances/{id}/modify</c> and <c>/anonymize</c>: answers the new file. Nothing is stored.</summary>
public sealed class ModifyInstanceEndpoint(IStoredInstances stored, InstanceRewriter rewriter, PatientNumbers numbers,
    ModificationSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/instances/{id}/modify", "/instances/{id}/anonymize");
        Describe(Allow.Modify, "Make a modified copy of one {level}")
            .For("anonymize", Allow.Anonymize, "Make an anonymized copy of one {level}")
            .Explained("The copy is answered, and not stored.").Reads(Shape.Named("{Operation}Request"))
            .AnswersBytes("The DICOM file", "application/dicom");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await ModificationBody.ReadAsync(HttpContext.Request);
        var asked = Operation == "anonymize"
            ? ModificationReader.ReadAnonymization(body, settings) : ModificationReader.ReadModification(body, level: null, settings);
        if ((await MakeAsync(asked, ct)).IsRefused(out var refused, out var made))
        {
            await RefuseAsync(refused);
            return;
        }

        using var result = made;
        HttpContext.Response.ContentType = "application/dicom";
        HttpContext.Response.ContentLength = result.Bytes.Size;
        await using var content = result.OpenFile();
        await content.CopyToAsync(HttpContext.Response.Body, ct);
    }

    private async Task<Answer<IncomingBlob>> MakeAsync(Answer<Modification> asked, CancellationToken ct)
    {
        if (asked.IsRefused(out var refused, out var modification)) return refused;
        if (!(await stored.FilesAsync([new(Id)], ct)).TryGetValue(new(Id), out var file)) return new Refused(OrthancError.UnknownResource);

        var patientName = modification.NamesPatient ? await numbers.NextNameAsync(ct) : "";
        return await rewriter.RewriteAsync(modification, file.Of(new(Id)), Guid.NewGuid().ToString(), patientName, ct);
    }
}
