using System.Text.Json;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>One answer of GET /changes, read without building objects for its rows.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Last">The sequence number to go on from.</param>
/// <param name="Done">Whether no row follows.</param>
internal readonly record struct ChangesPage(int Rows, long Last, bool Done)
{
    /// <exception cref="RefusedException">A row's number is not greater than the one before it.</exception>
    public static ChangesPage Parse(ReadOnlySpan<byte> json, long since)
    {
        var (rows, last, done) = (0, 0L, false);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("Seq"u8))
            {
                reader.Read();
                if (reader.GetInt64() <= since) throw new RefusedException($"Seq {reader.GetInt64()} after {since}");
                since = reader.GetInt64();
                rows++;
            }
            else if (reader.ValueTextEquals("Last"u8))
            {
                reader.Read();
                last = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("Done"u8))
            {
                reader.Read();
                done = reader.GetBoolean();
            }
        }

        return new(rows, last, done);
    }
}
