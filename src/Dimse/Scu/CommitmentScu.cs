using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;
using EventDicom.Dimse.Scp;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Modalities;

namespace EventDicom.Dimse.Scu;

/// <summary>Storage commitment (PS3.4 annex J): asks modalities for it, and reports to those that have asked us.</summary>
public sealed class CommitmentScu(ScuCalls calls, ReceivedReports reports)
{
    private const ushort Message = 1;

    // Reports that may come before the response: one is on its way here, and perhaps some of earlier requests.
    private const int MostReports = 100;

    // Some report over the association by which they were asked; others may wait for its end before they call.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="IDicomClient.RequestCommitmentAsync"/>
    public async Task<Refused?> RequestAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> instances, Origin origin, CancellationToken ct)
    {
        var opened = await calls.OpenAsync(modality, ScuCalls.ContextsOf(CommitmentInformation.SopClass), ct);
        if (opened.IsRefused(out var refused, out var association)) return refused;
        var isHandedOn = false;
        try
        {
            if (association.ContextOf(CommitmentInformation.SopClass) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.ActionRequest(
                Message, CommitmentInformation.SopClass, CommitmentInformation.SopInstance, CommitmentInformation.RequestAction);
            await association.AskAsync(context, request, new CommitmentInformation(transactionUid, instances, []).ToDataSet(), ct);
            var reported = 0;
            var message = await association.NextAsync(ct);
            while (message.Command.Field == CommandField.NEventReportRequest && reported < MostReports)
            {
                await AnswerAsync(association, modality, message, origin);
                reported++;
                message = await association.NextAsync(ct);
            }
            if (!message.Command.IsAnswerTo(request)) throw await association.UnexpectedAsync(message);
            if (message.Command.Status != DimseStatus.Success)
                return ScuCalls.Failed(modality, "N-ACTION", message.Command.Status, message.Command.ErrorComment);
            if (reported == 0)
            {
                isHandedOn = true;
                _ = AwaitReportAsync(association, modality, origin);
            }
            return null;
        }
        catch (AssociationEndedException lost)
        {
            return ScuCalls.Lost(modality, "asking for storage commitment of", lost);
        }
        finally
        {
            if (!isHandedOn) await ScuCalls.EndAsync(association);
        }
    }

    /// <inheritdoc cref="IDicomClient.ReportCommitmentAsync"/>
    public async Task<Refused?> ReportAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> committed, IReadOnlyList<NotCommitted> failed,
        CancellationToken ct)
    {
        // PS3.4 section J.3.3.1.3: who calls is the SCP here, and says so.
        RoleSelection[] roles = [new(CommitmentInformation.SopClass, Scu: false, Scp: true)];
        return (await calls.InAsync(modality, ScuCalls.ContextsOf(CommitmentInformation.SopClass), "reporting to", async association =>
        {
            if (ContextToReport(association) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.EventReportRequest(
                Message, CommitmentInformation.SopClass, CommitmentInformation.SopInstance,
                failed is [] ? CommitmentInformation.AllCommitted : CommitmentInformation.SomeFailed);
            await association.AskAsync(context, request, new CommitmentInformation(transactionUid, committed, failed).ToDataSet(), ct);
            var response = (await association.AnswerToAsync(request, ct)).Command;
            return response.Status == DimseStatus.Success
                ? true
                : new Answer<bool>(ScuCalls.Failed(modality, "N-EVENT-REPORT", response.Status, response.ErrorComment));
        }, ct, roles)).Refused;
    }

    // Some take the report and say nothing of roles.
    private static AcceptedContext? ContextToReport(Association association) => association.Contexts.FirstOrDefault(
        context => context.AbstractSyntax == CommitmentInformation.SopClass
            && ScuCalls.PlainSyntaxes.Contains(context.TransferSyntax.UID));

    private async Task AwaitReportAsync(Association association, CalledModality modality, Origin origin)
    {
        using var patience = new CancellationTokenSource(s_grace);
        try
        {
            if (await association.ReceiveAsync(Timeout.InfiniteTimeSpan, patience.Token) is not { } message) return;
            if (message.Command.Field == CommandField.NEventReportRequest) await AnswerAsync(association, modality, message, origin);
            else await association.AbortAsync();
        }
        catch (Exception over) when (over is AssociationEndedException or OperationCanceledException)
        {
            // Then it calls back.
        }
        finally
        {
            await ScuCalls.EndAsync(association);
        }
    }

    private Task AnswerAsync(Association association, CalledModality modality, ReceivedMessage message, Origin origin) =>
        reports.AnswerAsync(association, message, modality.Modality.Aet, origin with
        {
            Kind = OriginKind.DicomProtocol,
            RemoteIp = association.RemoteAddress?.ToString(),
            CallingAet = modality.Modality.Aet,
            CalledAet = modality.LocalAet,
        });
}
