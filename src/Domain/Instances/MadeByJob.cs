namespace EventDicom.Domain.Instances;

/// <summary>How the result of a job is received, where that differs from what comes from outside.</summary>
/// <param name="Source">The instance that it was made from.</param>
/// <param name="KeepsLabels"><inheritdoc cref="StoreInstance.KeepsLabels" path="/summary"/></param>
/// <param name="KeepsSyntax">Whether the request named the transfer syntax: ingest transcoding leaves the result alone then.</param>
/// <param name="IsCheckedWhole">Whether to read all of it, and not only what stands before the pixels: its source is about to go.</param>
public sealed record MadeByJob(SourceInstance Source, OverwriteRule Overwrite, bool KeepsLabels, bool KeepsSyntax, bool IsCheckedWhole)
{
    /// <summary>Whether it takes the place of its source, and so must keep its identifiers.</summary>
    public bool IsInPlace => Overwrite == OverwriteRule.AlwaysUnlessSame;
}
