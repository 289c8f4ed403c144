using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scp;

/// <summary>A DIMSE service that we offer: one operation, of some SOP classes.</summary>
public interface IScpService
{
    CommandField Request { get; }

    /// <summary>Of which it is. None stands for the classes of storage, which the configuration accepts.</summary>
    IReadOnlyList<string> SopClasses { get; }

    /// <summary>Does what is asked for, and sends every response.</summary>
    /// <exception cref="Associations.AssociationEndedException">The association is over.</exception>
    Task AnswerAsync(ScpSession session, ReceivedMessage message);
}
