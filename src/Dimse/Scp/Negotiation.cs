using System.IO.Enumeration;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Pdus;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// Which of the proposed presentation contexts are accepted, and with which transfer syntax: the first of the proposal that is.
/// </summary>
public sealed class Negotiation(DicomServerOptions options, ServerSettings settings)
{
    private static readonly string[] s_uncompressed = [DicomUID.ExplicitVRLittleEndian, DicomUID.ExplicitVRBigEndian,
        DicomUID.ImplicitVRLittleEndian];

    private readonly HashSet<string> _stored = [.. SopClasses.Of(options.AcceptedSopClasses, options.RejectedSopClasses)];

    /// <param name="services">SOP classes of services that are no storage.</param>
    /// <param name="offersGet">Whether a requestor may have itself sent what it asks for, which makes it the SCP of storage.</param>
    public AssociationAnswer.Accept Answer(AssociateRequest request, IReadOnlySet<string> services, bool offersGet) => new(
        [.. request.Contexts.Select(context => Answer(context, services))],
        [
            .. request.User.Roles.DistinctBy(role => role.SopClass)
                .Select(role => role with { Scp = role.Scp && MayBeScp(role.SopClass, services, offersGet) }),
        ]);

    // Who commits to the safekeeping of what we have sent calls us to say so.
    private static bool MayBeScp(string sopClass, IReadOnlySet<string> services, bool offersGet) =>
        services.Contains(sopClass) ? sopClass == DicomUID.StorageCommitmentPushModel : offersGet;

    private AnsweredContext Answer(ProposedContext context, IReadOnlySet<string> services)
    {
        var isService = services.Contains(context.AbstractSyntax);
        if (!isService && !IsStored(context.AbstractSyntax)) return Refuse(context, ContextResult.AbstractSyntaxNotSupported);

        var accepted = isService ? s_uncompressed : settings.AcceptedTransferSyntaxes;
        var syntax = context.TransferSyntaxes.FirstOrDefault(accepted.Contains);
        return syntax is null ? Refuse(context, ContextResult.TransferSyntaxesNotSupported)
            : new(context.Id, ContextResult.Accepted, syntax);
    }

    private bool IsStored(string sopClass) =>
        _stored.Contains(sopClass)
        || (settings.UnknownSopClassAccepted && DicomUIDRegistry.Find(sopClass) is null
            && !options.RejectedSopClasses.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, sopClass, ignoreCase: false)));

    // The syntax means nothing, but some read it.
    private static AnsweredContext Refuse(ProposedContext context, ContextResult why) =>
        new(context.Id, why, context.TransferSyntaxes is [var first, ..] ? first : DicomUID.ImplicitVRLittleEndian);
}
