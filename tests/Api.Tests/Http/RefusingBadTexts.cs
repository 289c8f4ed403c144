using System.Reflection;
using System.Text;
using EventDicom.Api.Archives;
using EventDicom.Api.Committing;
using EventDicom.Api.DicomWeb.Servers;
using EventDicom.Api.Finding;
using EventDicom.Api.Http;
using EventDicom.Api.Modalities;
using EventDicom.Api.Modifying;
using EventDicom.Api.Peers;
using EventDicom.Api.Queries;
using EventDicom.Api.Tools;
using EventDicom.Api.Worklists;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>Every route that reads JSON refuses texts that could not be kept, whatever member they are in.</summary>
[Collection(nameof(OneServer))]
public sealed class RefusingBadTexts(SharedServer server)
{
    // Letters in braces stand for resources of the level, {m} for a modality, {x} for a peer and {w} for a DICOMweb server.
    private static readonly Dictionary<Type, string[]> s_routes = new()
    {
        [typeof(ModifyResourceEndpoint)] =
        [
            "POST /patients/{p}/modify", "POST /studies/{t}/modify", "POST /series/{e}/modify", "POST /patients/{p}/anonymize",
            "POST /studies/{t}/anonymize", "POST /series/{e}/anonymize",
        ],
        [typeof(ModifyInstanceEndpoint)] = ["POST /instances/{i}/modify", "POST /instances/{i}/anonymize"],
        [typeof(SplitStudyEndpoint)] = ["POST /studies/{t}/split"],
        [typeof(MergeStudyEndpoint)] = ["POST /studies/{t}/merge"],
        [typeof(BulkModifyEndpoint)] = ["POST /tools/bulk-modify", "POST /tools/bulk-anonymize"],
        [typeof(BulkContentEndpoint)] = ["POST /tools/bulk-content"],
        [typeof(BulkDeleteEndpoint)] = ["POST /tools/bulk-delete"],
        [typeof(CreateDicomEndpoint)] = ["POST /tools/create-dicom"],
        [typeof(PostArchiveEndpoint)] = ["POST /patients/{p}/archive", "POST /studies/{t}/archive", "POST /series/{e}/archive",
            "POST /patients/{p}/media", "POST /studies/{t}/media", "POST /series/{e}/media"],
        [typeof(PostCreateArchiveEndpoint)] = ["POST /tools/create-archive", "POST /tools/create-media",
            "POST /tools/create-media-extended"],
        [typeof(PutModalityEndpoint)] = ["PUT /modalities/bad-text"],
        [typeof(PutPeerEndpoint)] = ["PUT /peers/bad-text"],
        [typeof(FindEndpoint)] = ["POST /tools/find"],
        [typeof(CountResourcesEndpoint)] = ["POST /tools/count-resources"],
        [typeof(ReconstructEndpoint)] = ["POST /tools/reconstruct", "POST /studies/{t}/reconstruct"],
        [typeof(PutAcceptedTransferSyntaxesEndpoint)] = ["PUT /tools/accepted-transfer-syntaxes"],
        [typeof(DicomEchoEndpoint)] = ["POST /tools/dicom-echo"],
        [typeof(EchoModalityEndpoint)] = ["POST /modalities/{m}/echo"],
        [typeof(QueryModalityEndpoint)] = ["POST /modalities/{m}/query"],
        [typeof(FindInModalityEndpoint)] = ["POST /modalities/{m}/find-study"],
        [typeof(FindTreeInModalityEndpoint)] = ["POST /modalities/{m}/find"],
        [typeof(FindWorklistEndpoint)] = ["POST /modalities/{m}/find-worklist"],
        [typeof(RetrieveFromModalityEndpoint)] = ["POST /modalities/{m}/move", "POST /modalities/{m}/get"],
        [typeof(RequestCommitmentEndpoint)] = ["POST /modalities/{m}/storage-commitment"],
        [typeof(StoreInModalityEndpoint)] = ["POST /modalities/{m}/store"],
        [typeof(CreateWorklistEndpoint)] = ["POST /worklists/create"],
        [typeof(PutWorklistEndpoint)] = ["PUT /worklists/bad-text"],
        [typeof(StoreInPeerEndpoint)] = ["POST /peers/{x}/store"],
        [typeof(PutServerEndpoint)] = ["PUT /dicom-web/servers/bad-text"],
        [typeof(GetFromServerEndpoint)] = ["POST /dicom-web/servers/{w}/get"],
        [typeof(SearchServerEndpoint)] = ["POST /dicom-web/servers/{w}/qido"],
        [typeof(RetrieveUriFromServerEndpoint)] = ["POST /dicom-web/servers/{w}/wado"],
        [typeof(RetrieveFromServerEndpoint)] = ["POST /dicom-web/servers/{w}/retrieve"],
        [typeof(StoreInServerEndpoint)] = ["POST /dicom-web/servers/{w}/stow"],
        [typeof(DeleteFromServerEndpoint)] = ["POST /dicom-web/servers/{w}/delete"],
        // Of a query that was answered, which needs somebody to ask.
        [typeof(QueryBelowAnswerEndpoint)] = [],
        [typeof(RetrieveEndpoint)] = [],
    };

    private static readonly byte[][] s_bodies =
    [
        """{"Ignored": "a\u0000b"}"""u8.ToArray(),
        """{"Ignored": {"deep": ["\u0000"]}}"""u8.ToArray(),
        """{"\u0000": 1}"""u8.ToArray(),
        """{"Replace": {"PatientName": "a\u0000"}, "Tags": {"PatientName": "a\u0000"}, "Force": true}"""u8.ToArray(),
        """{"Resources": ["\u0000"], "Series": ["\u0000"]}"""u8.ToArray(),
        """{"Ignored": "\ud800"}"""u8.ToArray(),
        """{"\udc00": 1}"""u8.ToArray(),
        """{"Replace": {"\ud800": "x"}, "Tags": {"\ud800": "x"}}"""u8.ToArray(),
        Encoding.Latin1.GetBytes("""{"Ignored": "é"}"""),
        Encoding.Latin1.GetBytes("""{"é": 1}"""),
        Encoding.Latin1.GetBytes("""{"Resources": ["é"], "Replace": {"PatientName": "é"}, "Tags": {"PatientName": "é"}}"""),
    ];

    [LocalPostgresFact]
    public async Task on_every_route_in_every_member()
    {
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        using (await server.PutAsync("/modalities/bad-texts", """["NOBODY","127.0.0.1",1]""")) { }
        using (await server.PutAsync("/peers/bad-texts", """["http://127.0.0.1:1/"]""")) { }
        using (await server.PutAsync("/dicom-web/servers/bad-texts", """{"Url":"http://127.0.0.1:1/","HasDelete":true}""")) { }
        foreach (var (method, path) in s_routes.Values.SelectMany(routes => routes).Select(route => route.Split(' '))
            .Select(route => (route[0], route[1])))
        {
            var resource = path.Replace("{p}", stored.Text("ParentPatient")).Replace("{t}", stored.Text("ParentStudy"))
                .Replace("{e}", stored.Text("ParentSeries")).Replace("{i}", stored.Text("ID"))
                .Replace("{m}", "bad-texts").Replace("{x}", "bad-texts").Replace("{w}", "bad-texts");
            foreach (var body in s_bodies)
            {
                var (status, error, _) = await SharedServer.RefusalAsync(SendAsync(method, resource, body));
                // Searches have one answer to whatever cannot be read as an object.
                var expected = (path is "/tools/find" or "/tools/count-resources") && error == (int)OrthancError.BadRequest
                    ? OrthancError.BadRequest : OrthancError.BadFileFormat;
                (status, error).ShouldBe((HttpStatusCode.BadRequest, (int)expected), $"{method} {path} {Encoding.Latin1.GetString(body)}");
            }
        }
        (await server.JsonAsync($"/patients/{stored.Text("ParentPatient")}/instances")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void names_all_routes_that_read_JSON() =>
        typeof(OrthancEndpoint).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(OrthancEndpoint)) && ReadsJson(type, depth: 2))
        .Select(type => type.Name).Order()
            .ShouldBe(s_routes.Keys.Select(type => type.Name).Order());

    private async Task<HttpResponseMessage> SendAsync(string method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(body) };
        return await server.Http.SendAsync(request);
    }

    // Whether the code of a class calls the reader, itself or through another class of the server.
    private static bool ReadsJson(Type type, int depth)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        return type.GetNestedTypes(Any).Append(type).SelectMany(part => part.GetMethods(Any)).SelectMany(Called)
            .Any(called => called.DeclaringType == typeof(LenientJson)
                || (called.DeclaringType == typeof(RequestBody) && called.Name.StartsWith("ReadJson", StringComparison.Ordinal))
                || (depth > 0 && called is { IsStatic: true, DeclaringType: { } other } && other != type && other != typeof(RequestBody)
                    && other.Assembly == typeof(OrthancEndpoint).Assembly && other.Name.EndsWith("Body", StringComparison.Ordinal)
                    && ReadsJson(other, depth - 1)));
    }

    // ECMA-335 III.3.19: call, and the token of the method.
    private static IEnumerable<MethodBase> Called(MethodInfo method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at + 5 <= code.Length; at++)
        {
            if (code[at] != 0x28) continue;
            MethodBase? called = null;
            try
            {
                called = method.Module.ResolveMethod(BitConverter.ToInt32(code, at + 1), method.DeclaringType!.GetGenericArguments(), []);
            }
            catch (Exception none) when (none is ArgumentException or BadImageFormatException)
            {
                // The byte was no instruction.
            }
            if (called is not null) yield return called;
        }
    }
}
