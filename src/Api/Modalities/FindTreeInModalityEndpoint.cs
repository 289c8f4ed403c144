using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Modalities;

/// <summary>
/// <c>POST /modalities/{id}/find</c>, which Orthanc has kept from before there were queries: patients with their studies, and these with
/// their series.
/// </summary>
public sealed class FindTreeInModalityEndpoint(CalledModalities modalities, QueryBody bodies, DirectFind find, DicomJsonOptions shown)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/find");
        Describe(Allow.QueryRetrieve, "Search for patients, studies and series in one remote modality")
            .Explained("Deprecated in Orthanc, which has /modalities/{id}/query instead.")
            .Reads(Shape.MapOf(Shape.Text)).Answers(Shape.ArrayOf(Shape.AnyMembers), "Patients with Studies, which have Series");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        var modality = await modalities.FindAsync(Name, default, ct);
        if ((await find.TreeAsync(modality, bodies.KeysOf(body), ct)).IsRefused(out var refused, out var patients))
            await RefuseAsync(refused);
        else
            await AnswerArrayAsync(patients.ToAsyncEnumerable(), (json, patient) => Shown(patient).WriteTo(json), ct);
    }

    private JsonObject Shown(FoundBranch branch)
    {
        var tags = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(tags)) DicomJson.Write(json, branch.Answer, DicomJsonFormat.Simplify, shown);
        var shownBranch = JsonNode.Parse(tags.WrittenSpan)!.AsObject();
        var below = branch.Level switch { ResourceLevel.Patient => "Studies", ResourceLevel.Study => "Series", _ => null };
        if (below is not null) shownBranch[below] = new JsonArray([.. branch.Below.Select(Shown)]);
        return shownBranch;
    }
}
