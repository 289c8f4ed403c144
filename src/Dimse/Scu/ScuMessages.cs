using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scu;

/// <summary>What the services of the SCU side have in common: a request goes out, and responses to it come in.</summary>
internal static class ScuMessages
{
    /// <summary>The accepted context of a class in which we may ask.</summary>
    /// <returns><c>null</c> where it was not accepted, or in a way that we did not propose.</returns>
    public static AcceptedContext? ContextOf(this Association association, string sopClass) => association.Contexts.FirstOrDefault(
        context => context.AbstractSyntax == sopClass && context.RequestorIsScu
            && ScuCalls.PlainSyntaxes.Contains(context.TransferSyntax.UID));

    /// <summary>Sends a request with the data set behind it, in the syntax of the context.</summary>
    public static async Task AskAsync(
        this Association association, AcceptedContext context, CommandSet request, DicomDataset? dataSet, CancellationToken ct)
    {
        if (dataSet is null)
        {
            await association.SendAsync(context.Id, request, ct: ct);
            return;
        }
        using var bytes = new MemoryStream();
        dataSet.Write(bytes, context.TransferSyntax);
        bytes.Position = 0;
        await association.SendAsync(context.Id, request, bytes, ct);
    }

    /// <summary>Waits for what the peer says next to a request.</summary>
    /// <exception cref="AssociationEndedException">The association is over, or something else came, and so it is over now.</exception>
    public static async Task<ReceivedMessage> AnswerToAsync(this Association association, CommandSet request, CancellationToken ct)
    {
        var message = await association.NextAsync(ct);
        return message.Command.IsAnswerTo(request) ? message : throw await association.UnexpectedAsync(message);
    }

    public static bool IsAnswerTo(this CommandSet response, CommandSet request) =>
        (ushort)response.Field == ((ushort)request.Field | 0x8000) && response.MessageIdBeingRespondedTo == request.MessageId;

    /// <summary>Waits for the next message.</summary>
    /// <exception cref="AssociationEndedException">There is none: the peer has released the association, for instance.</exception>
    public static async Task<ReceivedMessage> NextAsync(this Association association, CancellationToken ct) =>
        await association.ReceiveAsync(ct)
        ?? throw new AssociationEndedException(AssociationEnd.AbortedByPeer, "The peer has released the association before its answer");

    /// <summary>Aborts over a message that makes no sense here.</summary>
    public static async Task<AssociationEndedException> UnexpectedAsync(this Association association, ReceivedMessage message)
    {
        await association.AbortAsync();
        return new(AssociationEnd.ProtocolViolated, $"{message.Command} came where it makes no sense");
    }
}
