namespace EventDicom.Domain.Modifying;

/// <summary>How instances were made anew, beside what happened to their attributes.</summary>
/// <param name="KeepsSource">Whether the instances that they were made from stay; else those of which something came were deleted.</param>
/// <param name="KeepsLabels">Whether the results have the labels of their sources.</param>
/// <param name="TransferSyntaxUid">Of the results; <c>null</c> where it is that of their sources.</param>
public sealed record RewriteOptions(bool KeepsSource, bool KeepsLabels, string? TransferSyntaxUid)
{
    public static RewriteOptions Of(Modification modification) =>
        new(modification.KeepSource, modification.KeepLabels, modification.TransferSyntax?.UID);
}
