namespace EventDicom.Dicom;

/// <summary>A UID of the registry (PS3.6 annex A). The constants named after the keywords are its values as text.</summary>
public sealed partial record DicomUID(string Value, string Keyword, string Name, DicomUIDKind Kind, bool IsRetired)
{
    public bool IsStorageSopClass => Kind == DicomUIDKind.StorageSopClass;

    public override string ToString() => Value;
}
