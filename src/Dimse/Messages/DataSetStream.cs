using EventDicom.Dimse.Associations;
using EventDicom.Domain.Streams;

namespace EventDicom.Dimse.Messages;

/// <summary>
/// The data set of a message while it arrives. What is not read is passed over when the next message is asked for; then this is at its end.
/// </summary>
internal sealed class DataSetStream(Association association, long message) : ReadOnlyStream
{
    /// <exception cref="AssociationEndedException">The association is over, and the data set was cut short.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        association.IsReceiving(message) ? association.ReceiveDataAsync(buffer, cancellationToken) : ValueTask.FromResult(0);

    /// <exception cref="NotSupportedException">Always: a thread is not to wait for the network.</exception>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();
}
