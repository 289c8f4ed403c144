using EventDicom.Dicom;
using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scp;

/// <summary>N-EVENT-REPORT of storage commitment (PS3.4 section J.3.3), of a modality that calls us back.</summary>
public sealed class CommitmentReportScp(ReceivedReports received) : IScpService
{
    public CommandField Request => CommandField.NEventReportRequest;

    public IReadOnlyList<string> SopClasses { get; } = [DicomUID.StorageCommitmentPushModel];

    public Task AnswerAsync(ScpSession session, ReceivedMessage message) =>
        received.AnswerAsync(session.Association, message, session.Association.CallingAet, session.Origin);
}
