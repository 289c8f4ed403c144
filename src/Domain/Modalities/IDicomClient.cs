using EventDicom.Dicom;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Modalities;

/// <summary>
/// Calls modalities over DICOM. Refusals are in Orthanc's words: error 9 where nobody answers, the association does not come about or ends
/// too early, or the peer answers with a status of failure, which is then the payload; 2015 where it accepts nothing of what is proposed.
/// The seam between the domain and the network.
/// </summary>
public interface IDicomClient
{
    /// <summary>C-ECHO.</summary>
    /// <param name="checksFind">Whether to try a C-FIND, too.</param>
    /// <returns><c>null</c> when the modality answers.</returns>
    Task<Refused?> EchoAsync(CalledModality modality, bool checksFind, CancellationToken ct);

    /// <summary>Gets ready to send instances by C-STORE. Nobody is called before the first.</summary>
    IInstanceSender SenderTo(CalledModality modality, MoveOriginator? originator);

    /// <summary>C-FIND.</summary>
    /// <returns>Every answer, in the order in which they came. Error 4 where they are too many to be held.</returns>
    Task<Answer<IReadOnlyList<DicomDataset>>> FindAsync(
        CalledModality modality, FindModel model, DicomDataset identifier, CancellationToken ct);

    /// <summary>C-MOVE, in the study root model.</summary>
    /// <param name="target">The title of whom the modality is to send to.</param>
    /// <param name="progress">Is told how much of it is done, from 0 to 1.</param>
    /// <returns><c>null</c> when all of it went well.</returns>
    Task<Refused?> MoveAsync(
        CalledModality modality, string target, DicomDataset identifier, Action<double> progress, CancellationToken ct);

    /// <summary>C-GET, in the study root model. What comes is stored.</summary>
    /// <param name="sopClasses">UIDs of what may come; empty for whatever is usual.</param>
    /// <param name="origin">Who wants it.</param>
    /// <param name="received">Is told of each instance that was stored.</param>
    /// <inheritdoc cref="MoveAsync"/>
    Task<Refused?> GetAsync(
        CalledModality modality, DicomDataset identifier, IReadOnlyList<string> sopClasses, Origin origin, Action<OrthancId> received,
        Action<double> progress, CancellationToken ct);

    /// <summary>N-ACTION of storage commitment (PS3.4 section J.3.2). A report that comes over the same association is recorded.</summary>
    /// <param name="origin">Who wants it.</param>
    /// <returns><c>null</c> when the modality has taken the request.</returns>
    Task<Refused?> RequestCommitmentAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> instances, Origin origin, CancellationToken ct);

    /// <summary>N-EVENT-REPORT of storage commitment (PS3.4 section J.3.3).</summary>
    /// <returns><c>null</c> when the modality has taken the report.</returns>
    Task<Refused?> ReportCommitmentAsync(
        CalledModality modality, string transactionUid, IReadOnlyList<ReferencedInstance> committed, IReadOnlyList<NotCommitted> failed,
        CancellationToken ct);
}
