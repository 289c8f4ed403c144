namespace EventDicom.Dicom;

/// <summary>What a registered UID stands for (PS3.6 annex A).</summary>
public enum DicomUIDKind : byte
{
    Unknown,
    TransferSyntax,
    SopClass,

    /// <summary>A SOP class whose instances can be stored in an archive (PS3.4 annex B.5), current or retired.</summary>
    StorageSopClass,
    MetaSopClass,
    SopInstance,
    ServiceClass,
    ApplicationContext,
    ApplicationHostingModel,
    CodingScheme,
    FrameOfReference,
    MappingResource,
    LdapOid,
}
