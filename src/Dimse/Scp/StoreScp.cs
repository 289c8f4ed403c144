using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// C-STORE (PS3.4 annex B): the data set goes as it arrives behind file meta information of ours to the reception, and is answered when
/// it is durable.
/// </summary>
public sealed class StoreScp(ReceivedInstances received) : IScpService
{
    public CommandField Request => CommandField.CStoreRequest;

    public IReadOnlyList<string> SopClasses => [];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var stored = await received.StoreAsync(session.Association, message, session.Association.CallingAet, session.Origin);
        await session.RespondAsync(message, stored.Status, stored.Comment);
    }
}
