using EventDicom.Dicom;

namespace EventDicom.Dimse.Associations;

/// <summary>A presentation context that both sides agreed on.</summary>
/// <param name="AbstractSyntax">The UID of the SOP class.</param>
/// <param name="RequestorIsScu">Whether the requestor may be the SCU of the class; <paramref name="RequestorIsScp"/> alike (PS3.7 annex
/// D.3.3.4).</param>
public sealed record AcceptedContext(
    byte Id, string AbstractSyntax, DicomTransferSyntax TransferSyntax, bool RequestorIsScu, bool RequestorIsScp);
