using Marten;
using Marten.Services;
using Npgsql;

namespace EventDicom.Projections;

/// <summary>
/// Has Marten log nothing. Whatever fails is thrown to somebody who knows whether it is worth a line: one transaction that lost against
/// another is not, and Marten would write the statement with its parameters, which are patients' data.
/// </summary>
internal sealed class QuietStore : IMartenLogger, IMartenSessionLogger
{
    public IMartenSessionLogger StartSession(IQuerySession session) => this;

    public void SchemaChange(string sql)
    {
    }

    public void LogSuccess(NpgsqlCommand command)
    {
    }

    public void LogFailure(NpgsqlCommand command, Exception ex)
    {
    }

    public void LogSuccess(NpgsqlBatch batch)
    {
    }

    public void LogFailure(NpgsqlBatch batch, Exception ex)
    {
    }

    public void LogFailure(Exception ex, string message)
    {
    }

    public void RecordSavedChanges(IDocumentSession session, IChangeSet commit)
    {
    }

    public void OnBeforeExecute(NpgsqlCommand command)
    {
    }

    public void OnBeforeExecute(NpgsqlBatch batch)
    {
    }
}
