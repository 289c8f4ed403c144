namespace EventDicom.Dimse.Messages;

/// <summary>PS3.7 section 9.3. Nobody heeds it.</summary>
public enum DimsePriority : ushort
{
    Medium = 0,
    High = 1,
    Low = 2,
}
