namespace EventDicom.Support.Postgres;

/// <summary>A theory that needs a database; skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = TestServer.Missing;
}
