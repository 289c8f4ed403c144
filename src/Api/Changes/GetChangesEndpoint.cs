using System.Globalization;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Changes;

/// <summary><c>GET /changes</c>: the log from <c>since</c> on. Arguments that are no numbers are passed over, as in Orthanc.</summary>
public sealed class GetChangesEndpoint(ChangeQueries queries) : OrthancEndpoint
{
    private const long DefaultLimit = 100;

    // Names that Orthanc knows, and of which no entry is made here.
    private static readonly HashSet<string> s_neverLogged =
    [
        "AnonymizedPatient", "AnonymizedSeries", "AnonymizedStudy", "Deleted", "ModifiedPatient", "ModifiedSeries", "ModifiedStudy",
        "NewChildInstance",
    ];

    public override void Configure()
    {
        Get("/changes");
        Describe(Allow.View, "Read the log of changes")
            .Takes(
                new Argument("since", Shape.Whole.By(0), "The number of the last change that is known already"),
                new Argument("to", Shape.Whole, "The number of the last change to answer"),
                new Argument("limit", Shape.Whole.By(DefaultLimit), "How many changes to answer at most"),
                new Argument("type", Shape.Text, "Types of changes, separated by semicolons"),
                new Argument("last", Shape.Flag.By(false), "Answer the last change alone"))
            .Answers(Shape.Named("Changes"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var page = query.ContainsKey("last")
            ? await queries.LastAsync(ct)
            : await queries.PageAsync(Number(query["since"]), Number(query["to"]), Types(query["type"]),
                Number(query["limit"]) ?? DefaultLimit, ct);

        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("Changes");
            foreach (var change in page.Changes)
            {
                json.WriteStartObject();
                json.WriteString("ChangeType", change.Type.ToString());
                json.WriteString("Date", SystemMetadata.Time(change.At));
                json.WriteString("ID", change.ResourceId);
                json.WriteString("Path", ResourcePath.To(change.Level, change.ResourceId));
                json.WriteString("ResourceType", change.Level.ToString());
                json.WriteNumber("Seq", change.Seq);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteBoolean("Done", page.Done);
            if (page.Changes.Count > 0) json.WriteNumber("First", page.Changes[0].Seq);
            json.WriteNumber("Last", page.Last);
            json.WriteEndObject();
        });
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<ChangeType>? Types(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var types = new List<ChangeType>();
        foreach (var name in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == "all") return null;
            if (Enum.TryParse<ChangeType>(name, out var type) && Enum.IsDefined(type) && !char.IsAsciiDigit(name[0])) types.Add(type);
            else if (!s_neverLogged.Contains(name))
                throw new OrthancException(OrthancError.ParameterOutOfRange, $"Invalid value for a change: {name}");
        }
        return types;
    }
}
