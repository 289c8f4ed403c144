using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Settings;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// C-FIND of the patient root and study root models (PS3.4 annex C), on the search engine that <c>/tools/find</c> has, too.
/// </summary>
public sealed class FindScp(
    Finder finder, FileReading reading, MainDicomTags mainTags, MainTagsCoverage coverage, FindOptions finding, DicomServerOptions options,
        ServerSettings settings,
    ILogger<FindScp> logger) : IScpService
{
    public CommandField Request => CommandField.CFindRequest;

    public IReadOnlyList<string> SopClasses { get; } =
        [DicomUID.PatientRootQueryRetrieveInformationModelFind, DicomUID.StudyRootQueryRetrieveInformationModelFind];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (identifier, problem) = await Identifier.ReadAsync(message, reading);
        FindKeys? keys = null;
        if (identifier is not null) (keys, problem) = FindKeys.Read(identifier, finding, mainTags, coverage, reading.Whole.Dictionary);
        if (keys is null)
        {
            Log.NotUnderstood(logger, message.Command, problem!, session.Association.CallingAet, session.Association.Id);
            await session.RespondAsync(message, DimseStatus.UnableToProcess, problem);
            return;
        }
        await session.RunCancellableAsync(message, ct =>
        {
            var answers = new FindAnswers(keys, options.DicomAet, settings.DefaultEncoding, reading.Whole);
            var found = finder.SearchAsync(keys.Query, answers.Copy, strict: false, ct);
            return FindResponses.SendAsync(
                session, message, found.Select(one => answers.Write(one, message.Context.TransferSyntax)), finding.MostAt(keys.Level),
                logger, ct);
        });
    }
}
