using EventDicom.Dimse.Associations;

namespace EventDicom.Dimse.Messages;

/// <summary>
/// The data set of a message while it arrives. What is not read is passed over when the next message is asked for; then this is at its
/// end.
/// </summary>
internal sealed class DataSetStream(Association association, long message) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="AssociationEndedException">The association is over, and the data set was cut short.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        association.IsReceiving(message) ? association.ReceiveDataAsync(buffer, cancellationToken) : ValueTask.FromResult(0);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <exception cref="NotSupportedException">Always: a thread is not to wait for the network.</exception>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
