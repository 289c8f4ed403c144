using System.Globalization;

namespace EventDicom.Api.Changes;

/// <summary><c>GET /exports</c>: what was sent elsewhere. Nothing can be sent yet, so the log is empty; its Last is the
/// question's.</summary>
public sealed class GetExportsEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/exports");
        Describe(Allow.View, "Read the log of what was sent elsewhere")
            .Takes(new Argument("since", Shape.Whole.By(0), "The number of the last export that is known already"))
            .Answers(Shape.Named("Exports"));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var since = long.TryParse(HttpContext.Request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
        return AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("Done", true);
            json.WriteStartArray("Exports");
            json.WriteEndArray();
            json.WriteNumber("Last", since);
            json.WriteEndObject();
        });
    }
}
