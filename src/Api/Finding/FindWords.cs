using EventDicom.Api.Metadata;
using EventDicom.Dicom;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Metadata;

namespace EventDicom.Api.Finding;

/// <summary>What the names in a search mean on this server: tags and metadata.</summary>
public sealed class FindWords(DicomDictionary dictionary, MetadataNames metadata)
{
    /// <exception cref="OrthancException">Error 27: there is no such tag.</exception>
    public DicomTag TagNamed(string name) =>
        dictionary.TryParseTag(name, out var tag)
        ? tag : throw new OrthancException(OrthancError.UnknownDicomTag, $"Unknown DICOM tag: {name}");

    /// <summary>The number of a metadata that is given by its name or by any number.</summary>
    /// <exception cref="OrthancException">Error 7: there is no such name.</exception>
    public int MetadataNamed(string name) => metadata.Demand(name);

    /// <summary>What is asked of a tag; <c>null</c> for nothing.</summary>
    /// <exception cref="OrthancException">Error 27: there is no such tag; error 3: it allows no wildcards.</exception>
    public TagConstraint? Constraint(string name, string value, bool caseSensitive)
    {
        var tag = TagNamed(name);
        if (!TextMatch.TryRead(tag, dictionary.LookupVR(tag), value, caseSensitive, out var match))
            throw new OrthancException(OrthancError.ParameterOutOfRange, $"Wildcards are not allowed on tag {tag}");
        return match is null ? null : new(tag, match);
    }
}
