using System.Text.Json;
using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Creating;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/create-dicom</c>: makes one instance, or a series of them, and stores it as if it had been uploaded.</summary>
public sealed class CreateDicomEndpoint(
    ResourceQueries queries, StoredFiles files, Reception reception, IBlobStore blobs, MemoryLimiter limiter, DicomDictionary dictionary,
    ServerSettings settings, TimeProvider clock)
    : OrthancEndpoint
{
    // The most bytes of a picture that one byte of a PNG or JPEG may stand for.
    private const long Expansion = 1040;

    public override void Configure()
    {
        Post("/tools/create-dicom");
        Describe(Allow.Upload, "Make a DICOM instance, or a series of them, and store it").Reads(Shape.Named("CreateDicomRequest"))
            .Answers(Shape.EitherOf(Shape.Named("StoredInstance"), Shape.Named("Reference")));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (CreateDicomRequest.Read(await HttpContext.Request.ReadJsonObjectAsync()).IsRefused(out var unclear, out var request))
        {
            await RefuseAsync(unclear);
            return;
        }
        var parent = request.Parent is { } id ? await ParentAsync(id, ct) : null;
        var creator = new InstanceCreator(dictionary, settings.DefaultEncoding, clock);

        // All are made before any is stored: a picture that is damaged leaves no half of a series behind.
        var made = new List<IncomingBlob>();
        try
        {
            if (await limiter.RunAsync(
                MemoryFor(request), () =>
                    creator.Create(request, parent, file => made.Add(blobs.Receive(body => file.Save(body)))), ct,
                    MemoryLimiter.Patience) is { } impossible)
            {
                await RefuseAsync(impossible);
                return;
            }

            Received last = null!;
            foreach (var blob in made)
            {
                if ((await reception.StoreAsync(blob, Origin)).IsRefused(out var refused, out var stored))
                {
                    await RefuseAsync(refused);
                    return;
                }
                last = stored;
            }
            await AnswerAsync(json =>
            {
                if (request.IsSeries) WriteSeries(json, last);
                else UploadAnswer.Write(json, last);
            });
        }
        finally
        {
            foreach (var blob in made) blob.Dispose();
        }
    }

    private async Task<Inheritance> ParentAsync(string id, CancellationToken ct)
    {
        var level = await queries.LevelOfAsync(id, ct) ?? throw new OrthancException(OrthancError.CreateDicomBadParent);
        if (level == ResourceLevel.Instance) throw new OrthancException(OrthancError.CreateDicomParentIsInstance);
        var sibling = await queries.FirstFileAsync(level, id, ct) ?? throw new OrthancException(OrthancError.CreateDicomBadParent);
        return await files.UseAsync(sibling.Stored, dicom => Inheritance.From(dicom.Dataset, level), ct);
    }

    // A picture once decoded and once in its data set: how large it is shows only when it is decoded, but its file bounds it.
    private static long MemoryFor(CreateDicomRequest request) =>
        2 * (request.IsFlat ? StoredImage.LongestFrame
            : Math.Min(StoredImage.LongestFrame, request.Contents.Max(content => content.DataUri?.Length ?? 0) * Expansion));

    private static void WriteSeries(Utf8JsonWriter json, Received last)
    {
        var series = last.Header.SeriesId.Value;
        json.WriteStartObject();
        json.WriteString("ID", series);
        json.WriteString("Path", ResourcePath.To(ResourceLevel.Series, series));
        json.WriteString("Status", last.Status.ToString());
        json.WriteEndObject();
    }
}
