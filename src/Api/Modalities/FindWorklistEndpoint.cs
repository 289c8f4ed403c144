using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Creating;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/find-worklist</c>: what a modality has planned.</summary>
public sealed class FindWorklistEndpoint(
    CalledModalities modalities, IDicomClient client, ServerSettings settings, DicomDictionary dictionary, DicomJsonOptions shown)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/find-worklist");
        Describe(Allow.QueryRetrieve, "Search in the worklist of one remote modality").Reads(Shape.Named("FindWorklistRequest"))
            .Answers(Shape.ArrayOf(Shape.Named("Tags")), "What is planned");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        // The keys themselves, or an object around them that can say more.
        var isWrapped = body.TryGetProperty("Query", out var query);
        if (!isWrapped) query = body;
        var settingsOfCall = isWrapped ? body : default;
        var format = isWrapped ? QueryBody.Shape(body, DicomJsonFormat.Simplify) : DicomJsonFormat.Simplify;
        var modality = await modalities.FindAsync(Name, settingsOfCall, ct);
        if (Identifier(query).IsRefused(out var refused, out var identifier)
            || (await client.FindAsync(modality, FindModel.Worklist, identifier, ct)).IsRefused(out refused, out var answers))
        {
            await RefuseAsync(refused);
            return;
        }
        await AnswerArrayAsync(answers.ToAsyncEnumerable(), (json, answer) => DicomJson.Write(json, answer, format, shown), ct);
    }

    private Answer<DicomDataset> Identifier(JsonElement query)
    {
        if (query.ValueKind != JsonValueKind.Object || !query.EnumerateObject().Any())
            return new Refused(OrthancError.BadFileFormat, "A query must be an object with at least one tag");
        var encoding = settings.DefaultEncoding.Nameable;
        var dataset = new DicomDatasetBuilder(encoding: encoding);
        var request = new CreateDicomRequest { Tags = query, Contents = [], Force = true, InterpretBinaryTags = false };
        if (new TagWriter(dictionary, request).Write(dataset, query) is { } refused) return refused;
        dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, encoding.SpecificCharacterSet!);
        return dataset.Build();
    }
}
