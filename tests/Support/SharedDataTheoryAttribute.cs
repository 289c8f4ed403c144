namespace EventDicom.Support;

/// <summary>A test for each of the shared sample files, skipped with the reason where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.Missing;
}
