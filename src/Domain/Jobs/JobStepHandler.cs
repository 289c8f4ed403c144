namespace EventDicom.Domain.Jobs;

public static class JobStepHandler
{
    public static Task<object?> HandleAsync(WorkChunk step, JobSteps steps, CancellationToken cancellation) => steps.WorkAsync(step, cancellation);

    public static Task<object?> HandleAsync(CompleteJob step, JobSteps steps, CancellationToken cancellation) => steps.CompleteAsync(step, cancellation);

    public static Task<object?> HandleAsync(AbandonJob step, JobSteps steps, CancellationToken cancellation) => steps.AbandonAsync(step, cancellation);
}
