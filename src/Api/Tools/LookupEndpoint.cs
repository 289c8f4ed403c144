using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/lookup</c>: the body is a DICOM identifier; answers every resource that bears it.</summary>
public sealed class LookupEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/lookup");
        Describe(Allow.View, "Find the resources that bear a DICOM identifier").ReadsText()
            .Answers(Shape.ArrayOf(Shape.Named("Reference")));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var identifier = await HttpContext.Request.ReadTextAsync();
        // PostgreSQL knows no NUL in texts, and DICOM none in identifiers.
        var found = identifier.Contains('\0') ? AsyncEnumerable.Empty<FoundResource>() : queries.LookUpAsync(identifier, ct);
        await AnswerArrayAsync(found, (json, resource) =>
        {
            json.WriteStartObject();
            json.WriteString("ID", resource.Id);
            json.WriteString("Path", ResourcePath.To(resource.Level, resource.Id));
            json.WriteString("Type", resource.Level.ToString());
            json.WriteEndObject();
        }, ct);
    }
}
