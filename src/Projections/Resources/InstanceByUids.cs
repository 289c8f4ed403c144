using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Projections.Resources;

/// <summary>An instance as DICOMweb finds it: by its DICOM identifiers, with its file.</summary>
/// <param name="SopClassUid"><c>null</c> where the file does not say.</param>
/// <param name="TransferSyntaxUid">Likewise.</param>
public sealed record InstanceByUids(InstanceFile File, UidPath Path, string? SopClassUid, string? TransferSyntaxUid)
{
    /// <summary>Whether the file is known to be in a transfer syntax.</summary>
    public bool IsIn(DicomTransferSyntax syntax) => TransferSyntaxUid == syntax.UID;
}
