using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Errors;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>The responses to a C-FIND (PS3.7 section 9.1.2): an answer each, and then how it ended.</summary>
internal static class FindResponses
{
    /// <param name="answers">Data sets, each to be read from its start.</param>
    /// <param name="most">Answers that are sent at most; <c>null</c> for all there are.</param>
    public static async Task SendAsync(
        ScpSession session, ReceivedMessage message, IAsyncEnumerable<MemoryStream> answers, long? most, ILogger logger,
        CancellationToken ct)
    {
        var (status, comment) = (DimseStatus.Success, (string?)null);
        try
        {
            var left = most ?? long.MaxValue;
            await foreach (var answer in answers.WithCancellation(ct))
            {
                await using (answer)
                {
                    if (left-- == 0)
                    {
                        status = DimseStatus.Cancel;
                        break;
                    }
                    await session.RespondAsync(message, DimseStatus.Pending, dataSet: answer);
                }
            }
        }
        catch (OperationCanceledException)
        {
            status = DimseStatus.Cancel;
        }
        catch (Exception failure) when (failure is not AssociationEndedException)
        {
            var known = KnownFailure.Of(failure);
            (status, comment) = (known is { IsTransient: true } ? DimseStatus.OutOfResources : DimseStatus.UnableToProcess, known?.Details
                ?? "The search failed");
            Log.CannotAnswer(logger, message.Command, session.Association.CallingAet, session.Association.Id, failure);
        }
        await session.RespondAsync(message, status, comment);
    }
}
