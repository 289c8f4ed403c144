namespace EventDicom.Dimse.Pdus;

/// <summary>A presentation context as it is proposed (PS3.8 section 9.3.2.2).</summary>
/// <param name="Id">Odd, 1 to 255.</param>
/// <param name="AbstractSyntax">The UID of a SOP class.</param>
/// <param name="TransferSyntaxes">UIDs, those that the requestor likes best in front.</param>
public sealed record ProposedContext(byte Id, string AbstractSyntax, IReadOnlyList<string> TransferSyntaxes);

/// <summary>What became of a proposed context (PS3.8 section 9.3.3.2).</summary>
/// <param name="TransferSyntax">Has a meaning only for what is accepted.</param>
public sealed record AnsweredContext(byte Id, ContextResult Result, string TransferSyntax);

/// <summary>PS3.8 table 9-18.</summary>
public enum ContextResult : byte
{
    Accepted = 0,
    UserRejection = 1,
    NoReason = 2,
    AbstractSyntaxNotSupported = 3,
    TransferSyntaxesNotSupported = 4,
}
