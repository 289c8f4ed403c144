using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;

namespace EventDicom.Api.Archives;

/// <summary>What the body of a request says about the archive that it asks for. A body that is no object says nothing.</summary>
internal sealed record ArchiveOptions(JobRequest Job, bool Extended, string? Transcode, string? FileName, int? LossyQuality = null,
    bool? Utf8 = null)
{
    /// <exception cref="OrthancException">Error 15: a member is of another type.</exception>
    public static ArchiveOptions Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return new(new(IsSynchronous: true, Priority: 0, Permissive: false), false, null, null);
        var transcode = ArchivePath.Transcoding(body.Text("Transcode"));
        var job = JobRequest.Read(body);
        if (job.UserData is { ValueKind: not JsonValueKind.String })
            throw new OrthancException(OrthancError.BadFileFormat, "Field \"UserData\" must be a string");
        return new(job, body.Flag("Extended") ?? false, transcode, body.Text("Filename"), Quality(body), body.Flag("Utf8"));
    }

    public Task<Refused?> AnswerAsync(ArchiveAnswer archives, HttpContext context, ArchiveRequest request, string fileName, Origin origin,
        CancellationToken ct)
    {
        request = request with { LossyQuality = LossyQuality, Utf8 = Utf8 ?? archives.Utf8ByDefault };
        return Job.IsSynchronous
            ? archives.SendAsync(context, request, FileName ?? fileName, Job, origin, ct)
            : archives.SubmitAsync(context, request, Job, origin, ct);
    }

    private static int? Quality(JsonElement body)
    {
        if (!body.TryGetProperty(nameof(LossyQuality), out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var quality) && quality >= 0
            ? quality
            : throw new OrthancException(OrthancError.BadFileFormat, "Field \"LossyQuality\" must be an integer that is not negative");
    }
}
