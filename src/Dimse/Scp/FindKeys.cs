using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scp;

/// <summary>The keys of a C-FIND (PS3.4 section C.4.1): what must match, and what is to be returned.</summary>
/// <param name="Returned">Every attribute that an answer has for the identifier's sake.</param>
/// <param name="Query">The same as the search engine asks it.</param>
internal sealed record FindKeys(ResourceLevel Level, IReadOnlyList<DicomItem> Returned, FindQuery Query)
{
    /// <summary>Reads the keys of an identifier.</summary>
    /// <returns>What makes no sense, where something does not.</returns>
    public static (FindKeys? Keys, string? Problem) Read(
        DicomDataset identifier, FindOptions options, MainDicomTags mainTags, MainTagsCoverage coverage, DicomDictionary dictionary)
    {
        if (!QueryLevel.TryParse(identifier.Text(DicomTag.QueryRetrieveLevel), out var level))
            return (null, "QueryRetrieveLevel is missing, or none");

        var returned = identifier.Where(IsKey).ToList();
        var constraints = new List<TagConstraint>();
        foreach (var key in returned.OfType<DicomElement>())
        {
            // Bytes, and what a resource has many of, or has counted, is returned but not matched.
            var value = identifier.Text(key.Tag);
            var place = TagSource.Of(key.Tag, level, mainTags).Place;
            if (value.Length == 0 || place is TagPlace.Below or TagPlace.ComputedElsewhere) continue;

            var vr = key.VR == DicomVR.UN ? dictionary.LookupVR(key.Tag) : key.VR;
            var isUniversal = value.All(character => character == '*') && TextMatch.AllowsWildcards(vr);
            if (isUniversal) continue;
            if (!TextMatch.TryRead(key.Tag, vr, value, caseSensitive: vr != DicomVR.PN || options.CaseSensitivePN, out var match))
                return (null, $"{key.Tag} allows no wildcards");
            if (match is not null) constraints.Add(new(key.Tag, match));
        }

        var requested = returned.Select(key => key.Tag).Where(tag => tag != DicomTag.InstanceAvailability).ToList();
        // What the index lacks of its own tags, files lack too.
        var needsFiles = !coverage.IsComplete
            || requested.Any(tag => TagSource.Of(tag, level, mainTags).Place is TagPlace.File or TagPlace.Below);
        return (new(level, returned, new(level)
        {
            Tags = constraints,
            Requested = requested,
            // One more than may be answered tells that there are more.
            Limit = options.MostAt(level) + 1,
            ReadsFiles = needsFiles && options.StorageAccessOnFind != StorageAccessOnFind.Never,
        }), null);
    }

    private static bool IsKey(DicomItem item) =>
        item.Tag.Group > 0x0002 && !item.Tag.IsGroupLength && !item.Tag.IsPrivateCreator
        && item.Tag != DicomTag.QueryRetrieveLevel && item.Tag != DicomTag.SpecificCharacterSet && item.Tag != DicomTag.RetrieveAETitle
        && item.Tag != DicomTag.TimezoneOffsetFromUTC && item is DicomElement or DicomSequence;
}
