using System.Globalization;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>Names the steps of jobs, for the events that they cause. A step that is repeated has the same name.</summary>
public static class JobStepId
{
    /// <param name="run">From 1 on.</param>
    /// <param name="chunk">From 0 on.</param>
    public static string OfChunk(string job, int run, int chunk) => string.Create(CultureInfo.InvariantCulture, $"{job}/{run}/{chunk}");

    public static string OfCompletion(string job, int run) => string.Create(CultureInfo.InvariantCulture, $"{job}/{run}/completion");

    public static string OfUndo(string job, int run) => string.Create(CultureInfo.InvariantCulture, $"{job}/{run}/undo");

    /// <summary>The giving of turns, where a job starts, is tried again or is pushed off the list.</summary>
    public static string OfTurn(string job, int run) => string.Create(CultureInfo.InvariantCulture, $"{job}/{run}/turn");
}
