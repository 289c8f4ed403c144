using EventDicom.Api.Configuration;
using EventDicom.Api.Resources;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary><c>POST /tools/count-resources</c>: how many resources of a level fit.</summary>
public sealed class CountResourcesEndpoint(Finder finder, FindWords words, OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/count-resources");
        Describe(Allow.View, "Count the resources that a search would find").Reads(Shape.Named("FindRequest"))
            .Answers(Shape.Of(new Member("Count", Shape.Whole)));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest);
        var query = FindRequest.ReadQuery(body, words, configuration.Find);
        if (FindRequest.MindsCase(body))
            throw new OrthancException(OrthancError.ParameterOutOfRange, "Resources cannot be counted with \"CaseSensitive\"");
        if (finder.NeedsFiles(query))
            throw new OrthancException(OrthancError.BadRequest, "Resources cannot be counted where only files tell what fits");

        var count = await finder.CountAsync(query, ct);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("Count", count);
            json.WriteEndObject();
        });
    }
}
