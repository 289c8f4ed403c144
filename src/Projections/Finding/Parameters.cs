using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace EventDicom.Projections.Finding;

/// <summary>The parameters of a statement that is put together piece by piece.</summary>
internal sealed class Parameters
{
    private readonly List<object> _values = [];

    /// <summary>Whether all of them can be texts of the database. What cannot be is like nothing that is stored.</summary>
    public bool ArePossible =>
        _values.All(value => value is IEnumerable<string> texts ? texts.All(DatabaseText.IsPossible) : DatabaseText.IsPossible(value));

    /// <returns>How the statement names it.</returns>
    public string Add(string value) => AddAny(value);

    /// <inheritdoc cref="Add(string)"/>
    public string Add(long value) => AddAny(value);

    /// <inheritdoc cref="Add(string)"/>
    public string Add(IEnumerable<string> values) => AddAny(values.ToArray());

    public void Give(NpgsqlCommand command)
    {
        foreach (var value in _values)
            command.Parameters.Add(new()
            {
                Value = value,
                NpgsqlDbType = value switch
                {
                    string => NpgsqlDbType.Text,
                    string[] => NpgsqlDbType.Array | NpgsqlDbType.Text,
                    _ => NpgsqlDbType.Bigint,
                },
            });
    }

    private string AddAny(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }
}
