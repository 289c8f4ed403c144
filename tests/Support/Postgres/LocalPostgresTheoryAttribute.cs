namespace EventDicom.Support.Postgres;

/// <summary>A theory about the machine's own PostgreSQL; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalPostgresTheoryAttribute : TheoryAttribute
{
    public LocalPostgresTheoryAttribute() => Skip = TestServer.MissingLocal;
}
