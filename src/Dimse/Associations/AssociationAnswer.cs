using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

/// <summary>What an acceptor says to a request.</summary>
public abstract record AssociationAnswer
{
    private AssociationAnswer()
    {
    }

    /// <param name="Contexts">One for each that was proposed.</param>
    /// <param name="Roles">For each SOP class whose roles were asked for: what the requestor may be.</param>
    public sealed record Accept(IReadOnlyList<AnsweredContext> Contexts, IReadOnlyList<RoleSelection> Roles) : AssociationAnswer;

    public sealed record Reject(AssociateReject Reason) : AssociationAnswer;
}
