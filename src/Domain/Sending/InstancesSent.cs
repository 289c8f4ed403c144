using EventDicom.Domain.Modalities;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Sending;

/// <summary>Who instances are sent to.</summary>
public enum ReceiverKind
{
    /// <summary>By C-STORE.</summary>
    Modality,

    /// <summary>By Orthanc's REST API.</summary>
    Peer,

    /// <summary>By STOW-RS (PS3.18 section 10.5).</summary>
    DicomWebServer,
}

/// <summary>
/// Instances of a study were sent to somebody: by a job that has succeeded, or has failed after these; or without a job, and then a long
/// operation has several of these. In the stream of the study.
/// </summary>
/// <param name="JobId"><c>null</c> where no job sent them: a C-MOVE answered inside the command, a C-GET, <c>store-straight</c>.</param>
/// <param name="Receiver">Its symbolic name.</param>
/// <param name="Address">Title, host and port of a modality, or the address of a peer or server: the name may mean another one
/// later. Without port for whoever got them by C-GET.</param>
/// <param name="Sent">How many the receiver has.</param>
/// <param name="NotSent">Those that it does not have, with the reason: at most <see cref="MostNotSent"/>.</param>
public sealed record InstancesSent(
    OrthancId StudyId,
    OrthancId PatientId,
    string? JobId,
    ReceiverKind Kind,
    string Receiver,
    string Address,
    int Sent,
    IReadOnlyList<SentInstance> NotSent,
    DateTimeOffset SentAt) : Deed
{
    public const int MostNotSent = 500;

    protected override OrthancId Stream => StudyId;

    /// <summary>What happened to each study, from what was noted while it was sent.</summary>
    public static IReadOnlyList<InstancesSent> Of(string? job, Receiver receiver, IEnumerable<SentStudy> notes, DateTimeOffset now) =>
    [
        .. notes.GroupBy(note => (note.StudyId, note.PatientId)).Select(study =>
        {
            var instances = study.SelectMany(note => note.Instances).ToList();
            return new InstancesSent(
                study.Key.StudyId, study.Key.PatientId, job, receiver.Kind, receiver.Name, receiver.Address,
                instances.Count(instance => instance.Failure is null),
                [.. instances.Where(instance => instance.Failure is not null).Take(MostNotSent)], now);
        }),
    ];
}

/// <summary>To whom something is sent, for the history.</summary>
public sealed record Receiver(ReceiverKind Kind, string Name, string Address)
{
    /// <summary>A modality that is called.</summary>
    /// <param name="name">Its symbolic name.</param>
    public static Receiver Called(string name, RemoteModality modality) =>
        new(ReceiverKind.Modality, name, $"{modality.Aet}@{modality.Host}:{modality.Port}");
}
