using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Scp;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Streams;

namespace EventDicom.Dimse.Scu;

/// <summary>C-FIND as SCU (PS3.4 annexes C and K).</summary>
public sealed class FindScu(ScuCalls calls, FileReading reading)
{
    private const ushort Message = 1;

    // What a peer answers is held until it has said everything. An answer takes a few KB.
    private const int MostAnswers = 100_000;
    private const long MostBytes = 64L << 20;

    /// <inheritdoc cref="IDicomClient.FindAsync"/>
    public Task<Answer<IReadOnlyList<DicomDataset>>> FindAsync(
        CalledModality modality, FindModel model, DicomDataset identifier, CancellationToken ct)
    {
        var sopClass = SopClassOf(model);
        return calls.InAsync(modality, ScuCalls.ContextsOf(sopClass), "querying", async association =>
        {
            if (association.ContextOf(sopClass) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.FindRequest(Message, sopClass);
            await association.AskAsync(context, request, identifier, ct);
            return await AnswersAsync(modality, association, request, ct);
        }, ct);
    }

    private async Task<Answer<IReadOnlyList<DicomDataset>>> AnswersAsync(
        CalledModality modality, Association association, CommandSet request, CancellationToken ct)
    {
        var (answers, bytes) = (new List<DicomDataset>(), 0L);
        while (true)
        {
            var message = await association.AnswerToAsync(request, ct);
            var (status, comment) = (message.Command.Status, message.Command.ErrorComment);
            if (!status.IsPending())
            {
                // A peer that has a limit says that it has cancelled the rest.
                return status is DimseStatus.Success or DimseStatus.Cancel
                    ? answers
                    : ScuCalls.Failed(modality, "C-FIND", status, comment);
            }

            await using var counted = message.DataSet is { } dataSet
                ? new CountedStream(dataSet, count => bytes += count, leaveOpen: true)
                : null;
            var (answer, problem) = await Identifier.ReadAsync(message with { DataSet = counted }, reading);
            if (answer is null)
                return await GiveUpAsync(association, new(OrthancError.NetworkProtocol, $"An answer cannot be read: {problem}"));
            answers.Add(answer);
            if (answers.Count > MostAnswers || bytes > MostBytes)
                return await GiveUpAsync(
                    association, new(OrthancError.NotEnoughMemory, $"AET \"{modality.Modality.Aet}\" answers more than can be held"));
        }
    }

    private static async Task<Refused> GiveUpAsync(Association association, Refused refused)
    {
        await association.AbortAsync();
        return refused;
    }

    private static string SopClassOf(FindModel model) => model switch
    {
        FindModel.PatientRoot => DicomUID.PatientRootQueryRetrieveInformationModelFind,
        FindModel.StudyRoot => DicomUID.StudyRootQueryRetrieveInformationModelFind,
        _ => DicomUID.ModalityWorklistInformationModelFind,
    };
}
