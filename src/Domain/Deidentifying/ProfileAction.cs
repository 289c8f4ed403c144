namespace EventDicom.Domain.Deidentifying;

/// <summary>What a confidentiality profile does to an attribute (PS3.15 annex E.3, as far as Orthanc tells the actions apart).</summary>
public enum ProfileAction
{
    None,

    /// <summary>X: the attribute goes.</summary>
    Remove,

    /// <summary>Z and D: the attribute, if it is there, loses its value.</summary>
    Clear,

    /// <summary>U: another UID, the same one for the same UID everywhere.</summary>
    ReplaceUid,
}
