namespace EventDicom.Domain.Jobs;

public static class JobStepHandler
{
    public static Task<object?> HandleAsync(WorkChunk step, JobSteps steps) => steps.WorkAsync(step);

    public static Task<object?> HandleAsync(CompleteJob step, JobSteps steps) => steps.CompleteAsync(step);

    public static Task<object?> HandleAsync(AbandonJob step, JobSteps steps) => steps.AbandonAsync(step);
}
