using EventDicom.Dicom;
using EventDicom.Dimse.Messages;

namespace EventDicom.Dimse.Scp;

/// <summary>C-ECHO (PS3.4 annex A).</summary>
public sealed class EchoScp : IScpService
{
    public CommandField Request => CommandField.CEchoRequest;

    public IReadOnlyList<string> SopClasses { get; } = [DicomUID.Verification];

    public Task AnswerAsync(ScpSession session, ReceivedMessage message) => session.RespondAsync(message, DimseStatus.Success);
}
