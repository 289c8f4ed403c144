namespace EventDicom.Support;

/// <summary>How elements are written.</summary>
internal readonly record struct SyntheticSyntax(bool ExplicitVR, bool BigEndian);
