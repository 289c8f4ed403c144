using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Data sets on their way to a client, in JSON or XML. Each is written whole before it is sent; small ones are sent together. Before the
/// first bytes leave everything can still become an error; after that a failure cuts the connection.
/// </summary>
internal sealed class ModelAnswer(HttpResponse response, ModelType type)
{
    private const int Piece = 32 * 1024;

    private static readonly JsonWriterOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly MultipartAnswer? _parts = type == ModelType.Xml ? new(response, ModelTypes.Xml) : null;
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _begun;

    /// <summary>Writes one data set.</summary>
    public static void Write(
        Stream stream, DicomDataset dataset, ModelType type, DicomDictionary dictionary, DicomModelOptions? options = null)
    {
        if (type == ModelType.Xml)
        {
            DicomXmlModel.Write(stream, dataset, dictionary, options);
            return;
        }

        using var writer = new Utf8JsonWriter(stream, s_json);
        DicomJsonModel.Write(writer, dataset, options);
    }

    /// <param name="model">What <see cref="Write"/> has written; read from its start on.</param>
    public async Task AddAsync(SpooledStream model, CancellationToken ct)
    {
        model.Position = 0;
        if (_parts is not null)
        {
            await _parts.AddAsync(ModelTypes.Xml, model, model.Length, ct);
            return;
        }

        _held.Write(_begun || _held.WrittenCount > 0 ? ","u8 : "["u8);
        if (_held.WrittenCount + model.Length < Piece)
        {
            var length = (int)model.Length;
            model.ReadExactly(_held.GetSpan(length)[..length]);
            _held.Advance(length);
            return;
        }
        await SendAsync(ct);
        await model.CopyToAsync(response.Body, ct);
    }

    public async Task EndAsync(CancellationToken ct)
    {
        if (_parts is not null)
        {
            await _parts.EndAsync(ct);
            return;
        }

        _held.Write(_begun || _held.WrittenCount > 0 ? "]"u8 : "[]"u8);
        if (!_begun) response.ContentLength = _held.WrittenCount;
        await SendAsync(ct);
    }

    private async Task SendAsync(CancellationToken ct)
    {
        if (!_begun) response.ContentType = ModelTypes.Json;
        _begun = true;
        await response.Body.WriteAsync(_held.WrittenMemory, ct);
        _held.ResetWrittenCount();
    }
}
