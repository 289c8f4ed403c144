namespace EventDicom.Domain.Retrieving;

/// <summary>What a C-FIND asks in (PS3.4 annexes C and K).</summary>
public enum FindModel
{
    PatientRoot,
    StudyRoot,
    Worklist,
}
