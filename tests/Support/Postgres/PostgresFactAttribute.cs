namespace EventDicom.Support.Postgres;

/// <summary>A fact that needs a database; skipped, with the reason, where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = TestServer.Missing;
}
