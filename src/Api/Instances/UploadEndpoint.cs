using System.IO.Compression;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary><c>POST /instances</c>: one DICOM file, a ZIP archive of many, or a browser's form.</summary>
public sealed class UploadEndpoint(Reception reception, ZipReception zips, FormUpload forms, IBlobStore blobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/instances");
        Describe(Allow.Upload, "Store DICOM files").Named("uploadInstances")
            .Explained("The body is one DICOM file, a ZIP archive of files, or a form with files; what it is called does not matter.")
            .Reads(Shape.Binary, "application/dicom").Reads(Shape.Binary, "application/zip").Reads(Shape.AnyMembers, "multipart/form-data")
            .Answers(Shape.EitherOf(Shape.Named("StoredInstance"), Shape.ArrayOf(Shape.Named("StoredInstance"))),
                "What became of the file, or of each file of an archive");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (HttpContext.Request.HasFormContentType
            && HttpContext.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            await AnswerNothingAsync(await forms.StoreAsync(HttpContext.Request, Origin, ct), ct);
            return;
        }

        using var blob = await blobs.ReceiveAsync(HttpContext.Request.Body, ct);
        if (!ZipReception.IsZip(blob))
        {
            if ((await reception.StoreAsync(blob, Origin)).IsRefused(out var refused, out var received)) await RefuseAsync(refused);
            else await AnswerAsync(json => UploadAnswer.Write(json, received));
            return;
        }

        // Each entry is stored, and answered, in turn; the answer is short enough to be held, so that its status can still say no.
        var answers = new List<Answer<Received>>();
        await foreach (var stored in zips.StoreAsync(blob, zips.RoomToInflate(), Origin, ct))
        {
            if (stored.EndsAll(out var full))
            {
                await RefuseAsync(full);
                return;
            }
            answers.Add(stored);
        }
        await AnswerArrayAsync(answers.ToAsyncEnumerable(), UploadAnswer.Write, ct);
    }
}
