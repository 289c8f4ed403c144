using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET /dicom-web/studies</c>, <c>/series</c>, <c>/instances</c>, and below a study or series (PS3.18 section 10.6, QIDO-RS): what fits,
/// streamed, with the usual attributes and those that the query asks for or about.
/// </summary>
public sealed class SearchEndpoint(
    Finder finder, FoundModels models, SpoolFolder spools, DicomWebAddresses addresses, DicomDictionary dictionary,
    OrthancConfiguration configuration, MainTagsCoverage coverage, MainDicomTags mainTags) : DicomWebEndpoint
{
    private const string Studies = "studies", Series = "series", Instances = "instances";

    private static readonly Argument[] s_arguments =
    [
        new("limit", Shape.Whole.By(0), "How many to answer at most, 0 for all"),
        new("offset", Shape.Whole.By(0), "How many to skip"),
        new("includefield", Shape.Text, "Further attributes to answer, by name or number, separated by commas; may be there several times"),
        new("fuzzymatching", Shape.Flag.By(false), "Names are matched as other texts, whatever this says"),
    ];

    public override void Configure()
    {
        Get(
            $"{Root}/{Studies}", $"{Root}/{Series}", $"{Root}/{Instances}", $"{OfStudy}/{Series}", $"{OfStudy}/{Instances}",
            $"{OfSeries}/{Instances}");
        DescribeUids(Allow.View, "Search").For(Studies, Allow.View, "Search for studies").For(Series, Allow.View, "Search for series")
            .For(Instances, Allow.View, "Search for instances").Takes(s_arguments)
            .Explained("Every other argument names an attribute, with what is asked of it: a value, a list, a range of dates, a pattern.")
            .Answers(Shape.ArrayOf(Shape.AnyMembers), "One object for each match", ModelTypes.Json)
            .AnswersText("One part for each match", ModelTypes.Multipart);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var request = HttpContext.Request;
        var type = ModelTypes.OfSearch(request);
        var level = Operation switch
        {
            Studies => ResourceLevel.Study,
            Series => ResourceLevel.Series,
            _ => ResourceLevel.Instance,
        };
        var search = new SearchReader(level, dictionary, configuration.DicomWeb.QidoCaseSensitive)
            .Read(request.QueryString.Value, RouteUid("study"), RouteUid("series"));
        var query = search.ToQuery(configuration.Find, mainTags, coverage);
        if (query.Since > 0 && finder.NeedsFiles(query)) throw Bad("\"offset\" cannot be used where only files tell what fits");

        var root = addresses.Of(request);
        var answer = new ModelAnswer(HttpContext.Response, type);
        await foreach (var found in finder.SearchAsync(query, FoundModels.Read, strict: false, ct))
        {
            using var spool = spools.Open();
            ModelAnswer.Write(spool, models.Of(found, root), type, dictionary);
            await answer.AddAsync(spool, ct);
        }
        await answer.EndAsync(ct);
    }

    private string? RouteUid(string parameter) => HttpContext.Request.RouteValues[parameter] as string;
}
