using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET …/rendered</c> and <c>…/thumbnail</c> (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4): one frame as a picture; of a study or series
/// the
/// first instance's first. What an instance has in place of pixels, a document or a film, is sent itself, and an icon as its thumbnail.
/// </summary>
public sealed class RenderedEndpoint(ResourceQueries queries, RenderedFrames frames) : DicomWebEndpoint
{
    private const string Thumbnail = "thumbnail";
    private const string Frame = "frame";

    private static readonly Argument[] s_arguments =
    [
        new("window", Shape.Text, "Center, width and function (linear, linear-exact, sigmoid) of the window, separated by commas"),
        new("viewport", Shape.Text, "Width and height of the picture, then left, top, width and height of the part to show"),
        new("quality", Shape.Whole.By(RenderedView.DefaultQuality), "The quality of JPEG, from 1 to 100"),
    ];

    public override void Configure()
    {
        string[] resources = [OfStudy, OfSeries, OfInstance, $"{OfInstance}/frames/{{{Frame}}}"];
        Get([.. resources.Select(resource => $"{resource}/rendered"), .. resources.Select(resource => $"{resource}/{Thumbnail}")]);
        DescribeUids(Allow.View, "Show one frame").Where(Frame, Shape.Whole, "The number of the frame, from 1")
            .For(Thumbnail, Allow.View, "Show one frame, or an icon of what has none").Takes(s_arguments)
            .AnswersBytes("The picture", "image/jpeg", "image/png", ModelTypes.Multipart)
            .AnswersBytes("What is there in place of pixels", "application/pdf", "video/mp4", "video/mpeg");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var view = RenderedView.Of(HttpContext.Request);
        var number = 1;
        if (HttpContext.Request.RouteValues[Frame] is string text
            && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            throw new OrthancException(OrthancError.BadFileFormat, $"\"{text}\" is no number of a frame");
        if (number < 1) throw new OrthancException(OrthancError.ParameterOutOfRange, "Frames are counted from 1 on");

        var path = Path;
        var instance = await queries.FirstByUidsAsync(path, ct) ?? throw Missing(path);
        await frames.AnswerAsync(HttpContext.Response, instance.File.Stored, number - 1, view, isThumbnail: Operation == Thumbnail, ct);
    }
}
