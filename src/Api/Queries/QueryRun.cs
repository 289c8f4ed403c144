using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Queries;

/// <summary>Asks modalities by C-FIND, and keeps what they answer.</summary>
public sealed class QueryRun(
    IDicomClient client, RemoteQueries queries, ServerSettings settings, DicomDictionary dictionary, ILogger<QueryRun> logger)
{
    // "Unable to process": the peer does not understand the question.
    private const ushort UnableToProcess = 0xC000;

    /// <summary>Asks, and keeps the answers under an identifier.</summary>
    /// <returns>Refused when the modality cannot be asked, or says no.</returns>
    /// <exception cref="OrthancException">422: it does not understand the question.</exception>
    public async Task<Answer<RemoteQuery>> RunAsync(
        string name, CalledModality modality, ResourceLevel level, IReadOnlyDictionary<DicomTag, string> keys, bool normalize,
        CancellationToken ct)
    {
        if (IdentifierWriter.Write(keys, DicomEncoding.Utf8).IsRefused(out var refused, out var asked)) return refused;
        var identifier = FindIdentifier.Of(
            level, keys, normalize, modality.Modality.Manufacturer, settings.DefaultEncoding,
            tag => Log.KeyDropped(logger, tag.ToString(), dictionary.NameOf(tag), level.ToString()));
        if (identifier.IsRefused(out refused, out var written)) return refused;
        if ((await client.FindAsync(modality, FindIdentifier.ModelOf(level), written, ct)).IsRefused(out refused, out var answers))
        {
            return refused.Payload?.DimseStatus() == UnableToProcess
                ? throw new OrthancException(refused.Error, refused.Details, StatusCodes.Status422UnprocessableEntity)
                {
                    Payload = refused.Payload,
                }
                : refused;
        }
        var query = new RemoteQuery(Guid.NewGuid().ToString(), name, modality, level, asked, answers);
        queries.Add(query);
        return query;
    }

    /// <summary>Where the query is to be found.</summary>
    public static void Write(Utf8JsonWriter json, RemoteQuery query)
    {
        json.WriteStartObject();
        json.WriteString("ID", query.Id);
        json.WriteString("Path", $"/queries/{query.Id}");
        json.WriteEndObject();
    }
}
