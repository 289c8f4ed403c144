using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scu;

/// <summary>Calls modalities, over an association for each call.</summary>
public sealed class DicomClient(
    ScuCalls calls, InstanceSending sending, FindScu finding, RetrieveScu retrieving, CommitmentScu committing, RemoteOptions remotes)
    : IDicomClient
{
    private const ushort Message = 1;

    // Nobody has it, so that the answer is short.
    private const string NoPatient = "EVENTDICOM-ECHO-CHECKS-FIND";

    public async Task<Refused?> EchoAsync(CalledModality modality, bool checksFind, CancellationToken ct)
    {
        var answer = await calls.InAsync(modality, ScuCalls.ContextsOf(DicomUID.Verification), "echoing", async association =>
        {
            if (association.ContextOf(DicomUID.Verification) is not { } context) return ScuCalls.NoContext(modality);
            var request = CommandSet.EchoRequest(Message);
            await association.AskAsync(context, request, null, ct);
            var response = (await association.AnswerToAsync(request, ct)).Command;
            return response.Status == DimseStatus.Success
                ? true
                : new Answer<bool>(ScuCalls.Failed(modality, "C-ECHO", response.Status, response.ErrorComment));
        }, ct);
        if (answer.Refused is { } refused || !checksFind) return answer.Refused;

        var identifier = new DicomDatasetBuilder()
            .AddOrUpdate(DicomTag.QueryRetrieveLevel, DicomVR.CS, "PATIENT").AddOrUpdate(DicomTag.PatientID, DicomVR.LO, NoPatient).Build();
        return (await FindAsync(modality, FindModel.PatientRoot, identifier, ct)).Refused;
    }

    public IInstanceSender SenderTo(CalledModality modality, MoveOriginator? originator) =>
        new StoreScu(calls, sending, remotes, modality, originator);

    public Task<Answer<IReadOnlyList<DicomDataset>>> FindAsync(
        CalledModality modality, FindModel model, DicomDataset identifier, CancellationToken ct) =>
        finding.FindAsync(modality, model, identifier, ct);

    public Task<Refused?> MoveAsync(
        CalledModality modality, string target, DicomDataset identifier, Action<double> progress, CancellationToken ct) =>
        retrieving.MoveAsync(modality, target, identifier, progress, ct);

    public Task<Refused?> GetAsync(
        CalledModality modality, DicomDataset identifier, IReadOnlyList<string> sopClasses, Origin origin, Action<OrthancId> received,
        Action<double> progress, CancellationToken ct) =>
        retrieving.GetAsync(modality, identifier, sopClasses, new(origin, received, progress), ct);

    public Task<Refused?> RequestCommitmentAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> instances, Origin origin, CancellationToken ct) =>
        committing.RequestAsync(modality, transactionUid, instances, origin, ct);

    public Task<Refused?> ReportCommitmentAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> committed, IReadOnlyList<NotCommitted> failed,
        CancellationToken ct) =>
        committing.ReportAsync(modality, transactionUid, committed, failed, ct);
}
