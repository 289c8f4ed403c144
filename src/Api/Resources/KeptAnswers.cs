using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Api.Http;
using EventDicom.Dicom;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>
/// What <c>GET /{level}/{id}</c> answers of the rows in memory (<see cref="ViewCache"/>), in the form that it has without arguments. A text
/// goes with its row.
/// </summary>
public sealed class KeptAnswers(ResourceJson resources, ViewCache rows)
{
    // Of a series with hundreds of instances the text is longer than the row, and rarely asked for twice.
    private const int Longest = 8 * 1024;
    private const long MostBytes = 32 * 1024 * 1024;

    private ConditionalWeakTable<Match, byte[]> _texts = [];
    private long _bytes;

    public void Write(Utf8JsonWriter json, Match row)
    {
        if (!rows.IsEnabled)
        {
            resources.Write(json, row, DicomJsonFormat.Simplify);
            return;
        }
        if (!_texts.TryGetValue(row, out var text))
        {
            text = TextOf(row);
            if (text.Length <= Longest) Keep(row, text);
        }
        json.WriteRawValue(text, skipInputValidation: true);
    }

    private byte[] TextOf(Match row)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, OrthancJson.WriterOptions)) resources.Write(json, row, DicomJsonFormat.Simplify);
        return buffer.WrittenSpan.ToArray();
    }

    // How much of it has gone with its rows is not known: past the bound all goes.
    private void Keep(Match row, byte[] text)
    {
        if (Interlocked.Add(ref _bytes, text.Length) > MostBytes)
        {
            Volatile.Write(ref _bytes, text.Length);
            Volatile.Write(ref _texts, []);
        }
        _texts.AddOrUpdate(row, text);
    }
}
