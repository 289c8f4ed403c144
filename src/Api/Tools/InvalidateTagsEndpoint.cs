namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/invalidate-tags</c>: has Orthanc forget the tags that it keeps as JSON beside the files. None are kept
/// here.</summary>
public sealed class InvalidateTagsEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/invalidate-tags");
        Describe(Allow.Settings, "Forget cached tags, of which there are none").AnswersNothing();
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerNothingAsync(ct);
}
