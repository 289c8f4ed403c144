using EventDicom.Domain.Committing;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Instances;

/// <summary>A stored instance, with what must be known of it to send it.</summary>
/// <param name="SopClassUid">Empty where the file does not say.</param>
/// <param name="TransferSyntaxUid">Empty where the file does not say.</param>
public sealed record SendableInstance(HeldFile File, string SopInstanceUid, string SopClassUid, string TransferSyntaxUid)
{
    /// <param name="id">Its identifier.</param>
    public InstanceToSend ToSend(OrthancId id, StoredFiles files) =>
        new(SopClassUid, SopInstanceUid, TransferSyntaxUid, () => files.Open(File.Of(id)));

    /// <summary>As others name it.</summary>
    public ReferencedInstance ToReference() => new(SopClassUid.Trim(' ', '\0'), SopInstanceUid.Trim(' ', '\0'));
}
