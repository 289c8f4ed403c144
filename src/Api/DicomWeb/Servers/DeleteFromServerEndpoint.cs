using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>POST /dicom-web/servers/{id}/delete</c>: has a server that is known to do that delete a study, series or instance.</summary>
public sealed class DeleteFromServerEndpoint(ServerCalls servers) : ServerEndpoint
{
    private const string StudyUid = "StudyInstanceUID", SeriesUid = "SeriesInstanceUID", InstanceUid = "SOPInstanceUID";

    // What it says of that is not read.
    private const int LongestAnswer = 1 << 20;

    public override void Configure()
    {
        Post($"{OfServer}/delete");
        DescribeServer(Allow.Delete, "Have one DICOMweb server delete something").Named("deleteFromDicomWebServer")
            .Reads(Shape.Named("DeleteFromServerRequest")).Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var server = await servers.DemandAsync(Name, ct);
        var body = await ServerRequestBody.ReadMembersAsync(HttpContext.Request);
        UidPath path = body.Text("Level") switch
        {
            "Study" => ServerUids.Of(body, StudyUid, null, null),
            "Series" => ServerUids.Of(body, StudyUid, SeriesUid, null),
            "Instance" => ServerUids.Of(body, StudyUid, SeriesUid, InstanceUid),
            _ => throw new OrthancException(OrthancError.BadFileFormat, "\"Level\" must be Study, Series or Instance"),
        };
        // What the level names must be there: nothing above it may be deleted in its place.
        if (path.Level.ToString() != body.Text("Level"))
            throw new OrthancException(OrthancError.BadFileFormat, $"The UID of the {body.Text("Level")} is missing");
        if (!server.HasDelete)
            throw new OrthancException(OrthancError.BadFileFormat, $"DICOMweb server \"{Name}\" is not known to delete (\"HasDelete\")");

        var headers = ServerRequestBody.HeadersOf(body);
        await AskAsync(servers, System.Net.Http.HttpMethod.Delete, path.ToString(), headers, LongestAnswer, async _ =>
        {
            await AnswerEmptyObjectAsync();
            return (Refused?)null;
        }, ct);
    }
}
