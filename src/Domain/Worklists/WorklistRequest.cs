using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Creating;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Worklists;

/// <summary>Makes the worklist that the body of a request describes.</summary>
public sealed class WorklistRequest(DicomDictionary dictionary, FileReading reading, WorklistOptions options)
{
    private const string Tags = "Tags", Force = "Force";
    private const string Hint = ". Use 'Force': true to bypass this check.";

    // Without these a modality would not know what to do, or when.
    private static readonly DicomTag[] s_ofFirstStep = [DicomTag.Modality, DicomTag.ScheduledProcedureStepStartDate];

    /// <param name="body">A JSON object.</param>
    /// <param name="isForced">Whether nothing is checked where the body does not say.</param>
    /// <returns>Refused with error 15 where the body has no tags, or lacks what modalities need; with the errors of
    /// <see cref="TagWriter"/> where they cannot be written; with error 8 where they are too many.</returns>
    public Answer<DicomDataset> Read(JsonElement body, bool isForced)
    {
        if (!body.TryGetProperty(Tags, out var tags) || tags.ValueKind != JsonValueKind.Object)
            return Bad("'Tags' field is missing or not a JSON object");
        if (!body.TryReadFlag(Force, out var force)) return Bad("'Force' must be a Boolean");
        if (!(force ?? isForced) && Missing(tags) is { } missing) return Bad(missing + Hint);
        if (RequestedEncoding.Of(tags, dictionary, DicomEncoding.Utf8).IsRefused(out var refused, out var encoding)) return refused;

        var worklist = new DicomDatasetBuilder(options: new DicomReadOptions { Dictionary = dictionary }, encoding: encoding);
        worklist.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, encoding.SpecificCharacterSet!);
        var request = new CreateDicomRequest { Tags = tags, Contents = [CreatedContent.None], Force = true };
        if (new TagWriter(dictionary, request).Write(worklist, tags) is { } unfit) return unfit;
        if (options.SetStudyInstanceUidIfMissing && !worklist.Contains(DicomTag.StudyInstanceUID))
            worklist.AddOrUpdate(DicomTag.StudyInstanceUID, DicomVR.UI, DicomUIDGenerator.Generate());
        return Readable(worklist.Build());
    }

    private string? Missing(JsonElement tags)
    {
        const string Steps = "'ScheduledProcedureStepSequence'";
        if (Member(tags, DicomTag.ScheduledProcedureStepSequence) is not { } steps) return $"'Tags' is missing a {Steps}";
        var first = steps.ValueKind == JsonValueKind.Array ? steps.EnumerateArray().FirstOrDefault() : default;
        return s_ofFirstStep.Where(tag => Member(first, tag) is null).Select(tag => $"{Steps} is missing a '{dictionary.NameOf(tag)}'")
            .FirstOrDefault();
    }

    private JsonElement? Member(JsonElement item, DicomTag wanted)
    {
        if (item.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in item.EnumerateObject())
            if (dictionary.TryParseTag(member.Name, out var tag) && tag == wanted) return member.Value;
        return null;
    }

    // What is kept must be read again, within the bounds of whoever reads it.
    private Answer<DicomDataset> Readable(DicomDataset worklist)
    {
        try
        {
            var bytes = WorklistContent.Write(worklist);
            if (bytes.Length <= WorklistContent.Longest) return WorklistContent.Read(bytes, reading);
        }
        catch (DicomFileException)
        {
            // It is refused like one that is too long.
        }
        return new Refused(OrthancError.BadRequest, "The worklist is too large or too deep");
    }

    private static Refused Bad(string details) => new(OrthancError.BadFileFormat, details);
}
