using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Settings;
using EventDicom.Domain.Worklists;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>C-FIND of the modality worklist (PS3.4 annex K).</summary>
public sealed class WorklistScp(
    IWorklists worklists, WorklistOptions options, FindOptions finding, FileReading reading, ServerSettings settings,
    ILogger<WorklistScp> logger) : IScpService
{
    public CommandField Request => CommandField.CFindRequest;

    public IReadOnlyList<string> SopClasses { get; } = [DicomUID.ModalityWorklistInformationModelFind];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (identifier, problem) = await Identifier.ReadAsync(message, reading);
        if (identifier is null)
        {
            await RefuseAsync(session, message, DimseStatus.UnableToProcess, problem!);
            return;
        }
        var station = options.FilterIssuerAet ? session.Association.CallingAet : null;
        if (WorklistQuery.Read(identifier, finding.CaseSensitivePN, station).IsRefused(out var refused, out var query))
        {
            await RefuseAsync(session, message, DimseStatus.DataSetDoesNotMatchSopClass, refused.Reason);
            return;
        }
        await session.RunCancellableAsync(message, ct => FindResponses.SendAsync(
            session, message, worklists.FindAsync(query, ct).Select(worklist => Answer(session, message, query, worklist)),
            options.LimitAnswers > 0 ? options.LimitAnswers : null, logger, ct));
    }

    private MemoryStream Answer(ScpSession session, ReceivedMessage message, WorklistQuery query, Worklist worklist)
    {
        if (options.LogMatchedWorklistIds)
            Log.WorklistAnswered(logger, worklist.Id, session.Association.CallingAet, session.Association.Id);
        var answer = new MemoryStream();
        query.Answer(worklist.Content, settings.DefaultEncoding).Write(answer, message.Context.TransferSyntax);
        answer.Position = 0;
        return answer;
    }

    private Task RefuseAsync(ScpSession session, ReceivedMessage message, DimseStatus status, string problem)
    {
        Log.NotUnderstood(logger, message.Command, problem, session.Association.CallingAet, session.Association.Id);
        return session.RespondAsync(message, status, problem);
    }
}
