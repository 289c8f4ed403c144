using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>
/// <c>POST /dicom-web/servers/{id}/qido</c>: a search by QIDO-RS (PS3.18 section 10.6); of each attribute the first value.
/// </summary>
public sealed class SearchServerEndpoint(ServerCalls servers, SpoolFolder spools, DicomDictionary dictionary, MemoryBudget budget)
    : ServerEndpoint
{
    // Bytes; some 10,000 studies.
    private const int LongestAnswer = 16 << 20;

    // Of memory that a byte of JSON takes at most, once it is parsed.
    private const int CostOfByte = 8;

    public override void Configure()
    {
        Post($"{OfServer}/qido");
        DescribeServer(Allow.QueryRetrieve, "Search in one DICOMweb server").Named("searchDicomWebServer")
            .Reads(Shape.Named("AskServerRequest"))
            .Answers(Shape.ArrayOf(Shape.AnyMembers), "The attributes of each match, by their tags");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await servers.DemandAsync(Name, ct);
        var body = await ServerRequestBody.ReadAsync(HttpContext.Request);
        var headers = new Dictionary<string, string>(body.Headers, StringComparer.OrdinalIgnoreCase) { ["Accept"] = ModelTypes.Json };
        await AskAsync(servers, System.Net.Http.HttpMethod.Get, body.Path, headers, LongestAnswer, async answer =>
        {
            await using var spool = await answer.SpoolAsync(spools, ct);
            using var room = await budget.Bodies.HoldAsync(spool.Length * CostOfByte, MemoryLimiter.Patience, ct);
            // Without any match some servers have nothing to say (PS3.18 section 10.6.3.1).
            var found = spool.Length == 0 ? JsonElement.Parse("[]") : ServerAnswer.JsonOf(spool);
            if (found is not { ValueKind: JsonValueKind.Array } matches)
                return new Refused(OrthancError.NetworkProtocol, "an answer that is no list of matches");
            await AnswerAsync(json => ServerMatches.Write(json, matches, dictionary));
            return null;
        }, ct);
    }
}
