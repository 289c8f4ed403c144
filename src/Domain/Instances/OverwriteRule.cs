namespace EventDicom.Domain.Instances;

/// <summary>Orthanc's <c>OverwriteInstances</c>: what becomes of a stored instance when another file with its identifiers
/// arrives.</summary>
public enum OverwriteMode
{
    /// <summary>It stays.</summary>
    Never,

    /// <summary>It gives way, whatever the bytes.</summary>
    Always,

    /// <summary>It gives way unless the bytes are the same.</summary>
    IfChanged,
}

/// <summary>What becomes of an instance that is already stored when another file with its identifiers arrives, depending on who brings
/// it.</summary>
public enum OverwriteRule
{
    /// <summary>What <c>OverwriteInstances</c> says.</summary>
    AsConfigured,

    /// <summary>The same bytes are already stored; others take its place if <c>OverwriteInstances</c> is on. For steps of jobs, which may
    /// be repeated.</summary>
    AsConfiguredUnlessSame,

    /// <summary>The same bytes are already stored; others take its place whatever is configured. For jobs that change instances in
    /// place.</summary>
    AlwaysUnlessSame,
}

public static class Overwriting
{
    /// <summary>Whether what is stored gives way.</summary>
    /// <param name="isSame">Whether the same bytes are stored.</param>
    public static bool GivesWay(this OverwriteRule rule, OverwriteMode configured, bool isSame) => rule switch
    {
        OverwriteRule.AlwaysUnlessSame => !isSame,
        _ when configured == OverwriteMode.Never => false,
        OverwriteRule.AsConfigured when configured == OverwriteMode.Always => true,
        _ => !isSame,
    };
}
