namespace EventDicom.Domain;

/// <summary>The four levels of DICOM's patient root information model (PS3.4 C.6.1.1), from the top down.</summary>
public enum ResourceLevel
{
    Patient,
    Study,
    Series,
    Instance,
}
