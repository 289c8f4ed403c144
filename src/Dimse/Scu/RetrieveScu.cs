using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Scu;

/// <summary>Who wants instances by C-GET, and is told of them.</summary>
/// <param name="Received">Is told of each that was stored.</param>
/// <param name="Progress">Is told how much is done, from 0 to 1.</param>
public sealed record Getting(Origin Origin, Action<OrthancId> Received, Action<double> Progress);

/// <summary>C-MOVE and C-GET as SCU (PS3.4 annex C), in the study root model.</summary>
public sealed class RetrieveScu(ScuCalls calls, GetContexts contexts, GottenInstances gotten, TimeProvider time)
{
    private const ushort Message = 1;

    /// <inheritdoc cref="IDicomClient.MoveAsync"/>
    public async Task<Refused?> MoveAsync(
        CalledModality modality, string target, DicomDataset identifier, Action<double> progress, CancellationToken ct)
    {
        const string SopClass = DicomUID.StudyRootQueryRetrieveInformationModelMove;
        return (await calls.InAsync(modality, ScuCalls.ContextsOf(SopClass), "retrieving from", async association =>
        {
            if (association.ContextOf(SopClass) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.MoveRequest(Message, SopClass, target);
            var watched = new RetrievalProgress(time, progress);
            await association.AskAsync(context, request, identifier, ct);
            while (true)
            {
                var response = (await association.AnswerToAsync(request, ct)).Command;
                var goes = watched.Goes(response);
                if (!response.Status.IsPending()) return Ended(modality, "C-MOVE", response);
                if (!goes) return await GiveUpAsync(association, modality);
            }
        }, ct)).Refused;
    }

    /// <inheritdoc cref="IDicomClient.GetAsync"/>
    public async Task<Refused?> GetAsync(
        CalledModality modality, DicomDataset identifier, IReadOnlyList<string> sopClasses, Getting getting, CancellationToken ct)
    {
        const string SopClass = DicomUID.StudyRootQueryRetrieveInformationModelGet;
        var (proposed, roles) = contexts.Of(SopClass, sopClasses);
        return (await calls.InAsync(modality, proposed, "retrieving from", async association =>
        {
            if (association.ContextOf(SopClass) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.GetRequest(Message, SopClass);
            var watched = new RetrievalProgress(time, getting.Progress);
            await association.AskAsync(context, request, identifier, ct);
            while (true)
            {
                var message = await association.NextAsync(ct);
                if (message.Command.Field == CommandField.CStoreRequest)
                {
                    if (!watched.Comes(await gotten.StoreAsync(association, modality, message, getting)))
                        return await GiveUpAsync(association, modality);
                    continue;
                }
                if (!message.Command.IsAnswerTo(request)) throw await association.UnexpectedAsync(message);
                var goes = watched.Goes(message.Command);
                if (!message.Command.Status.IsPending()) return Ended(modality, "C-GET", message.Command);
                if (!goes) return await GiveUpAsync(association, modality);
            }
        }, ct, roles)).Refused;
    }

    private static Answer<bool> Ended(CalledModality modality, string service, CommandSet response) =>
        response.Status == DimseStatus.Success ? true : ScuCalls.Failed(modality, service, response.Status, response.ErrorComment);

    private static async Task<Answer<bool>> GiveUpAsync(Association association, CalledModality modality)
    {
        await association.AbortAsync();
        return new Refused(
            OrthancError.NetworkProtocol,
            $"AET \"{modality.Modality.Aet}\" says that it is at it, and does nothing: the association is aborted");
    }
}
