using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>GET …/instances/{instance}/frames/{frames}</c> (PS3.18 section 10.4.1.1.6): frames of an instance by their numbers, from 1 on, one
/// part for each, in the form that is accepted; without numbers all of them.
/// </summary>
public sealed class FramesEndpoint(ResourceQueries queries, StoredFiles files, SpoolFolder spools, DicomWebAddresses addresses)
    : DicomWebEndpoint
{
    private const string Numbers = "frames";

    // Bytes: most frames need no file on their way.
    private const int InMemory = 4 << 20;

    public override void Configure()
    {
        Get($"{OfInstance}/frames", $"{OfInstance}/frames/{{{Numbers}}}");
        DescribeUids(Allow.Download, "Read frames of an instance")
            .Where(Numbers, Shape.Text, "The numbers of the frames, from 1, separated by commas")
            .AnswersBytes("One part for each frame", ModelTypes.Multipart);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var formats = FrameFormats.Of(HttpContext.Request);
        var wanted = HttpContext.Request.RouteValues[Numbers] is string list ? NumbersIn(list) : null;
        var path = Path;
        var instance = await queries.FirstByUidsAsync(path, ct) ?? throw Missing(path);
        using var image = files.OpenImage(instance.File.Stored);
        if (FrameFormat.IsVideo(image.TransferSyntax))
            throw new OrthancException(OrthancError.NotImplemented, "Films have no frames to be had");

        if (FrameFormats.Choose(formats, image.TransferSyntax).IsRefused(out var refused, out var target))
        {
            await RefuseAsync(refused);
            return;
        }

        var count = image.CountFrames();
        wanted ??= [.. Enumerable.Range(1, count)];
        foreach (var number in wanted)
        {
            if (number < 1 || number > count)
                throw new OrthancException(OrthancError.ParameterOutOfRange, $"There is no frame {number} among 1 to {count}");
        }

        await AnswerAsync(image, path, wanted, target, ct);
    }

    private async Task AnswerAsync(
        StoredImage image, UidPath path, List<int> wanted, DicomTransferSyntax target, CancellationToken ct)
    {
        var type = $"{FrameFormat.TypeOf(target)}; transfer-syntax={target.UID}";
        var root = addresses.Of(HttpContext.Request);
        var answer = new MultipartAnswer(HttpContext.Response, type);
        foreach (var number in wanted)
        {
            using var spool = spools.Open(InMemory);
            await files.TranscodeFrameAsync(image, number - 1, target, bytes => spool.Write(bytes.Span), ct);
            spool.Position = 0;
            var location = string.Create(CultureInfo.InvariantCulture, $"{root}{path}/frames/{number}");
            await answer.AddAsync(type, spool, spool.Length, ct, location, isOnly: wanted.Count == 1);
        }
        await answer.EndAsync(ct);
    }

    private static List<int> NumbersIn(string list)
    {
        var numbers = new List<int>();
        foreach (var piece in list.Split(',', StringSplitOptions.TrimEntries))
        {
            numbers.Add(int.TryParse(piece, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new OrthancException(OrthancError.BadFileFormat, $"\"{piece}\" is no number of a frame"));
        }
        return numbers;
    }
}
