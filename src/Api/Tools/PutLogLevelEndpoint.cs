using EventDicom.Api.Logging;

namespace EventDicom.Api.Tools;

/// <summary><c>PUT /tools/log-level</c> for every part of the server, <c>PUT /tools/log-level-{category}</c> for one.</summary>
public sealed class PutLogLevelEndpoint(LogLevels levels) : OrthancEndpoint
{
    private const int MaximumLength = 1024;

    public override void Configure()
    {
        Put(LogLevelRoutes.All);
        Describe(Allow.Settings, "Choose how much is logged").ReadsText(Shape.OneOf("default", "verbose", "trace")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var name = await HttpContext.Request.ReadTextAsync(MaximumLength);
        var verbosity = Enum.GetValues<LogVerbosity>().Where(verbosity => LogLevelRoutes.NameOf(verbosity) == name).ToArray() is [var known]
            ? known
            : throw new OrthancException(OrthancError.ParameterOutOfRange,
                $"The log level is \"default\", \"verbose\" or \"trace\", not \"{name}\"");
        levels.Set(verbosity, LogLevelRoutes.CategoryOf(Operation) is { } category ? [category] : Enum.GetValues<LogCategory>());
        await AnswerNothingAsync(ct);
    }
}
