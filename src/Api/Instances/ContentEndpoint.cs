using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;
using FastEndpoints;

namespace EventDicom.Api.Instances;

/// <summary><c>GET /instances/{id}/content/…</c>: lists tags, items and fragments, or answers the raw bytes of one value.</summary>
public sealed class ContentEndpoint(ResourceQueries queries, StoredFiles files, DicomDictionary dictionary) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/instances/{id}/content", "/instances/{id}/content/{**path}");
        Describe(Allow.View, "Read one element of the data set, or list the elements of one level of it")
            .Where("path", Shape.Text, "Tags and numbers of items by turns, separated by slashes")
            .Answers(Shape.Texts, "The tags of a data set, or the numbers of the items of a sequence")
            .AnswersBytes("The value of an element", "application/octet-stream");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FileAsync(Id, ct) is not { } file)
        {
            await NotAnsweredAsync();
            return;
        }

        using var content = files.OpenDataSet(file.Stored);
        await (DicomContent.Navigate(content.File, Route<string>("path", isRequired: false) ?? "", dictionary) switch
        {
            DicomContentAnswer.Listing listing => AnswerAsync(json =>
            {
                json.WriteStartArray();
                foreach (var step in listing.Steps) json.WriteStringValue(step);
                json.WriteEndArray();
            }),
            DicomContentAnswer.Value value => AnswerBytesAsync(value, ct),
            DicomContentAnswer.UnknownTag unknown => throw new OrthancException(OrthancError.UnknownDicomTag, unknown.Step),
            _ => NotAnsweredAsync(),
        });
    }

    private Task AnswerBytesAsync(DicomContentAnswer.Value value, CancellationToken ct)
    {
        HttpContext.MarkResponseStart(); // the value may be empty, and FastEndpoints would take that for no answer
        HttpContext.Response.ContentType = "application/octet-stream";
        HttpContext.Response.ContentLength = value.Length;
        return value.CopyToAsync(HttpContext.Response.Body, ct);
    }
}
