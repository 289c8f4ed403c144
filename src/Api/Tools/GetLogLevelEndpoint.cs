using EventDicom.Api.Logging;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/log-level</c> and <c>/tools/log-level-{category}</c>.</summary>
public sealed class GetLogLevelEndpoint(LogLevels levels) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(LogLevelRoutes.All);
        Describe(Allow.Settings, "Read how much is logged").AnswersText("default, verbose or trace");
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var verbosity = LogLevelRoutes.CategoryOf(Operation) is { } category ? levels.Of(category) : levels.Overall;
        return AnswerTextAsync(LogLevelRoutes.NameOf(verbosity), ct);
    }
}
