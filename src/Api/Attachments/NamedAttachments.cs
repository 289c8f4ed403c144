using EventDicom.Api.Configuration;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Attachments;

/// <summary>Attachments as clients name them.</summary>
public sealed class NamedAttachments(AttachmentQueries attachments, ResourceQueries resources, AttachmentNames names,
    OrthancConfiguration configuration)
{
    private const string DicomFile = "application/dicom";

    private readonly Dictionary<int, string> _types = configuration.Index.UserContentType.Values.ToDictionary(type => type.Number,
        type => type.MimeType);

    /// <summary>The number that a word of a path stands for.</summary>
    /// <exception cref="OrthancException">Error 7: no attachment is called so.</exception>
    public int Demand(string name) =>
        names.NumberOf(name) ?? throw new OrthancException(OrthancError.InexistentItem, $"No attachment has this name: {name}");

    /// <exception cref="OrthancException">Error 7: no attachment is called so. Error 17: the resource has none, or is not
    /// there.</exception>
    public async Task<KeptAttachment> DemandAsync(ResourceLevel level, string id, string name, CancellationToken ct)
    {
        var number = Demand(name);
        return (await attachments.OfAsync(level, id, ct)).FirstOrDefault(attachment => attachment.ContentType == number)
            ?? throw new OrthancException(OrthancError.UnknownResource);
    }

    /// <exception cref="OrthancException">Error 7: there is no such resource. Error 17: it is of another level.</exception>
    public async Task DemandResourceAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        var found = await resources.LevelOfAsync(id, ct) ?? throw new OrthancException(OrthancError.InexistentItem);
        if (found != level) throw new OrthancException(OrthancError.UnknownResource);
    }

    /// <summary>What the content is sent as. As in Orthanc, the file of an instance is called DICOM as long as it is not compressed on the
    /// disk.</summary>
    public string TypeOf(KeptAttachment attachment) => attachment.ContentType == AttachmentNames.Dicom
        ? attachment.Form.IsCompressed ? AttachedBytes.AnyBytes : DicomFile
        : _types.GetValueOrDefault(attachment.ContentType, AttachedBytes.AnyBytes);
}
