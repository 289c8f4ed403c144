using System.Data.Common;
using Marten.Internal.Operations;
using Marten.Storage;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Storage;

namespace EventDicom.Projections.Views;

/// <summary>
/// A statement within a Marten session. Marten's own <c>QueueSqlCommand</c> searches its table of types anew for every parameter, which
/// took 7 % of an upload; Npgsql knows the types.
/// </summary>
internal sealed class ViewOperation(ViewStatement statement) : Marten.Internal.Operations.IStorageOperation, NoDataReturnedCall
{
    public Type DocumentType => typeof(StorageFeatures);

    public OperationRole Role() => OperationRole.Other;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        var parameters = builder.AppendWithParameters(statement.Sql, ViewStatement.Placeholder);
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].ResetDbType(); // text, whatever the value
            parameters[i].Value = statement.Parameters[i];
        }
    }

    public void ConfigureCommand(Weasel.Core.ICommandBuilder builder, IStorageSession session) =>
        ConfigureCommand((Weasel.Postgresql.ICommandBuilder)builder, session);

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;
}
