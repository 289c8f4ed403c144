using EventDicom.Dicom;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Modalities;

/// <summary>
/// <c>POST /modalities/{id}/find-patient</c> and its like, which Orthanc has kept from before there were queries: the body is what is
/// asked for, and the answer what was found.
/// </summary>
public sealed class FindInModalityEndpoint(
    CalledModalities modalities, QueryBody bodies, DirectFind find, DicomJsonOptions shown) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(
            "/modalities/{id}/find-patient", "/modalities/{id}/find-study", "/modalities/{id}/find-series",
            "/modalities/{id}/find-instance");
        Describe(Allow.QueryRetrieve, "Search for patients in one remote modality")
            .For("find-study", Allow.QueryRetrieve, "Search for studies in one remote modality")
            .For("find-series", Allow.QueryRetrieve, "Search for series in one remote modality")
            .For("find-instance", Allow.QueryRetrieve, "Search for instances in one remote modality")
            .Explained("Deprecated in Orthanc, which has /modalities/{id}/query instead.")
            .Reads(Shape.MapOf(Shape.Text)).Answers(Shape.ArrayOf(Shape.Named("Tags")), "What was found");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: QueryBody.Longest);
        _ = QueryLevels.TryParse(Operation["find-".Length..], out var level);
        var modality = await modalities.FindAsync(Name, default, ct);
        if ((await find.AtAsync(modality, level, bodies.KeysOf(body), ct)).IsRefused(out var refused, out var answers))
        {
            await RefuseAsync(refused);
            return;
        }
        await AnswerArrayAsync(
            answers.ToAsyncEnumerable(), (json, answer) => DicomJson.Write(json, answer, DicomJsonFormat.Simplify, shown), ct);
    }
}
