using EventDicom.Dicom;
using EventDicom.Domain.Worklists;

namespace EventDicom.Api.Worklists;

/// <summary><c>GET /worklists/{id}</c>: one of them.</summary>
public sealed class GetWorklistEndpoint(IWorklists worklists, DicomJsonOptions shown) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/worklists/{id}");
        Describe(Allow.View, "Read one worklist").Takes(WorklistAnswer.Format).Answers(Shape.Named("Worklist"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var format = WorklistAnswer.FormatOf(HttpContext.Request);
        if (Name == CreateWorklistEndpoint.Word) await NotAllowedAsync(HttpMethods.Post);
        else if (await worklists.FindAsync(Name, ct) is not { } worklist) await RefuseAsync(DeleteWorklist.Unknown);
        else await AnswerAsync(json => WorklistAnswer.Write(json, worklist, showsDate: false, format, shown));
    }
}
