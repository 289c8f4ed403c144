using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Finding;
using Microsoft.AspNetCore.WebUtilities;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Reads the arguments of a search (PS3.18 section 8.3.4) as Orthanc's plugin does: what it does not know it passes over.
/// </summary>
public sealed class SearchReader(ResourceLevel level, DicomDictionary dictionary, bool caseSensitive)
{
    private readonly Dictionary<DicomTag, TagConstraint?> _constraints = [];
    private readonly List<DicomTag> _included = [];
    private long _limit, _offset;

    /// <param name="query">The query string, in which arguments may be there several times; <c>null</c> for none.</param>
    /// <param name="study">The UID in the path; <c>null</c> where it has none.</param>
    /// <param name="series">Likewise.</param>
    /// <exception cref="OrthancException">Error 15: a number is none. Error 8: <c>fuzzymatching</c> is no flag. Error 3: a tag allows no
    /// wildcards.</exception>
    public SearchRequest Read(string? query, string? study, string? series)
    {
        foreach (var argument in new QueryStringEnumerable(query))
            Read(argument.DecodeName().ToString(), argument.DecodeValue().ToString());

        var (namesStudy, namesSeries) = (IsNamed(DicomTag.StudyInstanceUID), IsNamed(DicomTag.SeriesInstanceUID));
        var asked = _constraints.Keys.Concat(_included);
        return new(level)
        {
            Constraints =
            [
                .. _constraints.Values.OfType<TagConstraint>(), .. Uid(DicomTag.StudyInstanceUID, study),
                .. Uid(DicomTag.SeriesInstanceUID, series),
            ],
            Attributes = [.. SearchAttributes.At(level, namesStudy, namesSeries).Concat(asked).Distinct()],
            Limit = _limit,
            Offset = _offset,
        };
    }

    private void Read(string name, string value)
    {
        switch (name)
        {
            case "limit":
                _limit = Number(name, value);
                break;
            case "offset":
                _offset = Number(name, value);
                break;
            case "fuzzymatching" when value is not ("true" or "false"):
                throw new OrthancException(OrthancError.BadRequest, "\"fuzzymatching\" must be true or false");
            case "fuzzymatching":
                break;
            case "includefield":
                foreach (var field in value.Split(',', StringSplitOptions.TrimEntries))
                    if (TryParse(field, out var included)) _included.Add(included);
                break;
            default:
                if (TryParse(name, out var tag)) Constrain(tag, value);
                break;
        }
    }

    // A tag of the file meta information is none of a data set (PS3.10 section 7.1).
    private bool TryParse(string name, out DicomTag tag)
    {
        if (!dictionary.TryParseTag(name, out tag) || tag.Group == 0x0002) return false;
        // What a study says of its modalities is what a series says of its one.
        if (level == ResourceLevel.Study && tag == DicomTag.Modality) tag = DicomTag.ModalitiesInStudy;
        return true;
    }

    // Lists have commas here, and backslashes in DICOM; nothing that can be searched for has either within.
    private void Constrain(DicomTag tag, string value)
    {
        var list = value.Replace(',', '\\').Trim('\\');
        if (!TextMatch.TryRead(tag, dictionary.LookupVR(tag), list, caseSensitive, out var match))
            throw new OrthancException(OrthancError.ParameterOutOfRange, $"Wildcards are not allowed on tag {tag}");
        _constraints[tag] = match is null ? null : new(tag, match);
    }

    private bool IsNamed(DicomTag tag) => _constraints.GetValueOrDefault(tag) is not null;

    private static IEnumerable<TagConstraint> Uid(DicomTag tag, string? uid) =>
        uid is null ? [] : [new TagConstraint(tag, new TextMatch.OneOf([uid], CaseSensitive: false))];

    private static long Number(string name, string value) =>
        uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new OrthancException(OrthancError.BadFileFormat, $"\"{name}\" must be a number, 0 or more");
}
