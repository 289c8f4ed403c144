using System.Text.Encodings.Web;
using System.Text.Json;
using EventDicom.Api.Images;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary>Answers an instance as a data set in JSON (PS3.18 annex F) or XML (PS3.19 annex A), where the request accepts exactly
/// that.</summary>
public sealed class DicomModels(StoredFiles files, SpoolFolder spools, DicomDictionary dictionary)
{
    private const string Json = "application/dicom+json";
    private const string Xml = "application/dicom+xml";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The media type to answer with; <c>null</c> where the file itself is wanted. As in Orthanc, neither lists nor parameters
    /// count.</returns>
    public static string? TypeOf(HttpRequest request) => request.Headers.Accept.ToString() is (Json or Xml) and var type ? type : null;

    /// <exception cref="DicomFileException">The file is damaged.</exception>
    public async Task AnswerAsync(HttpResponse response, InstanceFile file, string type, CancellationToken ct)
    {
        using var spool = spools.Open();
        await files.UseAsync(file.Stored, whole: true, dicom =>
        {
            Write(dicom.Dataset, type, spool);
            return true;
        }, ct);
        await response.SendAsync(spool, type, ct);
    }

    private void Write(DicomDataset dataset, string type, SpooledStream spool)
    {
        if (type == Xml)
        {
            DicomXmlModel.Write(spool, dataset, dictionary);
            return;
        }

        using var writer = new Utf8JsonWriter(spool, s_json);
        DicomJsonModel.Write(writer, dataset);
    }
}
