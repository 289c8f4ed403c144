using System.Globalization;
using EventDicom.Projections.Exports;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Changes;

/// <summary><c>GET /exports</c>: what was to be sent elsewhere. Arguments that are no numbers are passed over, as in Orthanc.</summary>
public sealed class GetExportsEndpoint(ExportQueries exports) : OrthancEndpoint
{
    private const long DefaultLimit = 100;

    public override void Configure()
    {
        Get("/exports");
        Describe(Allow.View, "Read the log of what was sent elsewhere")
            .Takes(
                new Argument("since", Shape.Whole.By(0), "The number of the last export that is known already"),
                new Argument("limit", Shape.Whole.By(DefaultLimit), "How many exports to answer at most"),
                new Argument("last", Shape.Flag.By(false), "Answer the last export alone"))
            .Answers(Shape.Named("Exports"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var since = Number(query["since"]) ?? 0;
        var page = query.ContainsKey("last")
            ? await exports.LastAsync(ct)
            : await exports.PageAsync(since, Number(query["limit"]) ?? DefaultLimit, ct);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("Done", page.Done);
            json.WriteStartArray("Exports");
            foreach (var (seq, request) in page.Exports)
            {
                json.WriteStartObject();
                json.WriteString("Date", SystemMetadata.Time(request.RequestedAt));
                json.WriteString("ID", request.ResourceId.Value);
                json.WriteString("Path", ResourcePath.To(request.Level, request.ResourceId.Value));
                json.WriteString("PatientID", request.DicomPatientId);
                json.WriteString("RemoteModality", request.Receiver);
                json.WriteString("ResourceType", request.Level.ToString());
                if (request.SopInstanceUid is { } instance) json.WriteString("SOPInstanceUID", instance);
                json.WriteNumber("Seq", seq);
                if (request.SeriesInstanceUid is { } series) json.WriteString("SeriesInstanceUID", series);
                if (request.StudyInstanceUid is { } study) json.WriteString("StudyInstanceUID", study);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("Last", page.Exports is [.., var last] ? last.Seq : since);
            json.WriteEndObject();
        });
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
