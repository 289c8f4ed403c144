using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Sending;

/// <summary>Sends instances, one after the other, over one connection as long as that will do. For one caller at a time.</summary>
public interface IInstanceSender : IAsyncDisposable
{
    /// <summary>Says what is to be sent next, so that what must be agreed on before is agreed on once.</summary>
    void Announce(IReadOnlyCollection<InstanceToSend> instances);

    /// <summary>Sends an instance, and waits until the receiver has it.</summary>
    /// <param name="ct">Whoever gives up here leaves in doubt whether the receiver has it.</param>
    Task<SendOutcome> SendAsync(InstanceToSend instance, CancellationToken ct);
}

/// <summary>An instance to send, which need not be stored.</summary>
/// <param name="SopClassUid">Of its data set; empty where it has none.</param>
/// <param name="TransferSyntaxUid">Of its file.</param>
/// <param name="Open">Opens the file, to be read at any position.</param>
public sealed record InstanceToSend(string SopClassUid, string SopInstanceUid, string TransferSyntaxUid, Func<Stream> Open);

/// <summary>What came of an instance that was to be sent.</summary>
/// <param name="Status">What the receiver answered: a status of DIMSE, or of HTTP; 0 where it did not come to that.</param>
/// <param name="Failure"><c>null</c> when the receiver has it.</param>
/// <param name="IsUnreachable">Nobody is there to take it, nor any other.</param>
public sealed record SendOutcome(int Status, Refused? Failure = null, bool IsUnreachable = false)
{
    /// <summary>Of an instance of which nobody waited to hear whether the receiver has it.</summary>
    public static readonly SendOutcome GivenUp = new(0, new Refused(OrthancError.CanceledJob, "It was given up before the answer"));

    /// <summary>Of an instance that is not stored any more.</summary>
    public static readonly SendOutcome Deleted = new(0, new Refused(OrthancError.UnknownResource, "It was deleted meanwhile"));
}
