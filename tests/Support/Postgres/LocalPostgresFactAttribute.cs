namespace EventDicom.Support.Postgres;

/// <summary>A fact that kills or restarts its database; skipped, with the reason, where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalPostgresFactAttribute : FactAttribute
{
    public LocalPostgresFactAttribute() => Skip = TestServer.MissingLocal;
}
