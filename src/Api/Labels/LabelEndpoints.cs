using EventDicom.Domain.Labels;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Labels;

/// <summary><c>GET /{level}/{id}/labels</c>.</summary>
public sealed class ListLabelsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/labels"));
        Describe(Allow.View, "List the labels of one {level}").Answers(Shape.Texts);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var resource = await queries.FindAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        await HttpContext.Response.WriteOrthancJsonAsync(resource.Labels);
    }
}

/// <summary><c>GET /{level}/{id}/labels/{label}</c>: 200 with nothing in it when the resource has the label, else 404.</summary>
public sealed class GetLabelEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/labels/{label}"));
        Describe(Allow.View, "Ask whether one {level} has a label").AnswersNothing("It has");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var resource = await queries.FindAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        if (resource.Labels.Contains(Route<string>("label")!)) await AnswerNothingAsync(ct);
        else await NotAnsweredAsync();
    }
}

/// <summary><c>PUT</c> and <c>DELETE /{level}/{id}/labels/{label}</c>: answer the same whether the label was there or not.</summary>
public sealed class ChangeLabelEndpoint(ResourceLedger ledger) : OrthancEndpoint
{
    public override void Configure()
    {
        Verbs(FastEndpoints.Http.PUT, FastEndpoints.Http.DELETE);
        Routes(ResourcePath.Routes("/{id}/labels/{label}"));
        Describe(Allow.EditLabels, "Put a label on one {level}").For("DELETE", Allow.EditLabels, "Take a label off one {level}")
            .AnswersNothing("Done, whether the label was there or not");
    }

    public override async Task HandleAsync(CancellationToken ct) => await AnswerNothingAsync(
        await ledger.RunAsync(new LabelResource(Level, new(Id), Route<string>("label")!, HttpMethods.IsPut(HttpContext.Request.Method), Origin), ct), ct);
}

/// <summary><c>GET /tools/labels</c>: every label that some resource has.</summary>
public sealed class ListAllLabelsEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/labels");
        Describe(Allow.View, "List every label that some resource has").Named("listAllLabels").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerArrayAsync(queries.LabelsAsync(ct), (json, label) => json.WriteStringValue(label), ct);
}
