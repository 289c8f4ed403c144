namespace EventDicom.Domain.Instances;

/// <summary>What becomes of an instance that is already stored when another file with its identifiers arrives.</summary>
public enum OverwriteRule
{
    /// <summary>It gives way if <c>OverwriteInstances</c> is on, whatever the bytes.</summary>
    AsConfigured,

    /// <summary>The same bytes are already stored; others take its place if <c>OverwriteInstances</c> is on. For steps of jobs, which may be repeated.</summary>
    AsConfiguredUnlessSame,

    /// <summary>The same bytes are already stored; others take its place whatever is configured. For jobs that change instances in place.</summary>
    AlwaysUnlessSame,
}
