using EventDicom.Dicom;
using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary><c>GET /worklists</c>: all that is planned.</summary>
public sealed class ListWorklistsEndpoint(IWorklists worklists, WorklistOptions options, DicomJsonOptions shown) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/worklists");
        Describe(Allow.View, "List the worklists").Takes(WorklistAnswer.Format).Answers(Shape.ArrayOf(Shape.Named("Worklist")));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var format = WorklistAnswer.FormatOf(HttpContext.Request);
        return AnswerArrayAsync(
            worklists.ListAsync(ct),
            (json, worklist) => WorklistAnswer.Write(json, worklist, showsDate: options.SaveInOrthancDatabase, format, shown), ct);
    }
}
