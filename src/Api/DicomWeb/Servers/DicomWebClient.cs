using System.Runtime.CompilerServices;
using EventDicom.Api.Configuration;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Streams;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Calls DICOMweb servers over HTTP: sends by STOW-RS, retrieves by WADO-RS.</summary>
public sealed class DicomWebClient(ServerCalls calls, StoredParts parts, SpoolFolder spools, OrthancConfiguration configuration)
    : IDicomWebClient
{
    /// <summary>Parts of one answer, whatever they are: as many as answers of a C-FIND.</summary>
    public const int MostParts = 100_000;

    private readonly long _longestPart = configuration.EventDicom.MaximumDataSetSize * 1024L * 1024L;

    public IInstanceSender SenderTo(string server, IReadOnlyDictionary<string, string> headers) =>
        new StowSender(calls, spools, server, headers);

    public async Task<Answer<WadoRetrieved>> RetrieveAsync(
        string server, WadoRequest request, IReadOnlyDictionary<string, string> headers, Origin origin, CancellationToken ct)
    {
        if ((await calls.OpenAsync(server, ct)).IsRefused(out var refused, out var connection)) return refused;
        using (connection)
        {
            if (connection.Below(request.Uri).IsRefused(out refused, out var address)) return refused;
            using var question = new HttpRequestMessage(System.Net.Http.HttpMethod.Get, address);
            question.Headers.TryAddWithoutValidation(
                HeaderNames.Accept,
                $"{ModelTypes.Multipart}; type=\"{StoredParts.Dicom}\""
                + (connection.Server.HasWadoRsUniversalTransferSyntax ? "; transfer-syntax=*" : ""));
            if ((await connection.AskAsync(question, headers, _longestPart, ct)).IsRefused(out refused, out var answer)) return refused;
            using (answer) return await StoreAsync(connection, answer, request.Resource, origin, ct);
        }
    }

    private async Task<Answer<WadoRetrieved>> StoreAsync(
        ServerConnection connection, ServerAnswer answer, UidPath? only, Origin origin, CancellationToken ct)
    {
        var stored = 0;
        try
        {
            await foreach (var part in parts.StoreAsync(FilesOf(answer, ct), only, origin, ct))
            {
                if (part.IsBad) return connection.Failure("a part that is no DICOM file, or lacks identifiers");
                if (part.IsStranger) return connection.Failure($"instance {part.SopInstanceUid}, which was not asked for");
                if (part.Reason == StoredPart.OutOfResources)
                    return new Refused(OrthancError.FullStorage, $"There is no room for instance {part.SopInstanceUid}");
                if (part.Reason is not null)
                    return new Refused(OrthancError.CannotStoreInstance, $"Instance {part.SopInstanceUid} cannot be stored");
                stored++;
            }
        }
        catch (BrokenAnswerException broken)
        {
            return connection.Failure(broken.Message);
        }
        catch (OrthancException damaged)
        {
            return connection.Failure(damaged.Details ?? damaged.Message);
        }
        return stored > 0 ? new WadoRetrieved(stored, answer.Body.Total) : connection.Failure("an answer without instances");
    }

    // Some servers answer with a bare file where they have but one.
    private static async IAsyncEnumerable<Stream> FilesOf(ServerAnswer answer, [EnumeratorCancellation] CancellationToken ct)
    {
        if (MediaRange.Parse(answer.ContentType).FirstOrDefault()?.Type == StoredParts.Dicom)
        {
            yield return answer.Body;
            yield break;
        }

        var body = MultipartBody.Of(answer.Body, answer.ContentType);
        while (await body.NextAsync(ct) is { } part)
        {
            if (body.Count > MostParts) throw new BrokenAnswerException($"more than {MostParts} parts");
            answer.Body.Renew();
            if (part.Headers.TryGetValue(HeaderNames.ContentType, out var type) && !StoredParts.IsDicom(type))
                throw new BrokenAnswerException("a part that is no DICOM file");
            yield return part.Content;
        }
    }
}
