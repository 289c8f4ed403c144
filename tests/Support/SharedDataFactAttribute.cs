namespace EventDicom.Support;

/// <summary>A test that reads the shared sample files, skipped with the reason where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.Missing;
}
