using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Pdus;

/// <summary>
/// What is no PDU, or none that could come, is answered by an abort with the reason of the standard (PS3.8 section 9.3.8).
/// </summary>
public sealed class RefusingBadPdus
{
    private static readonly byte[] s_echo = CommandSet.EchoRequest(1).ToBytes(withDataSet: false).ToArray();

    public static TheoryData<string, AbortReason> Unacceptable => new()
    {
        { "47 45 54 20 2f 20 48 54 54 50", AbortReason.UnrecognizedPdu },
        { "04 00 00 00 00 06 00 00 00 02 01 03", AbortReason.UnexpectedPdu },
        { "05 00 00 00 00 04 00 00 00 00", AbortReason.UnexpectedPdu },
        { "01 00 7f ff ff ff 00 01", AbortReason.InvalidPduParameterValue },
        { "01 00 00 00 00 04 00 01 00 00", AbortReason.InvalidPduParameterValue },
        { "05 00 00 00 00 05 00 00 00 00 00", AbortReason.InvalidPduParameterValue },
    };

    [Theory]
    [MemberData(nameof(Unacceptable))]
    public async Task before_there_is_an_association(string hex, AbortReason reason)
    {
        using var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(connection.Acceptor, null, Pair.AcceptFirstAsync, new(), CancellationToken.None);

        await connection.Requestor.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        await AbortsAsync(connection, reason);
        connection.Requestor.Dispose();
        (await Should.ThrowAsync<AssociationEndedException>(() => accepting)).End.ShouldBe(AssociationEnd.ProtocolViolated);
    }

    [Fact]
    public Task a_context_that_was_not_accepted() => AbortsAsync(Data(9, 3, s_echo), AbortReason.UnexpectedPduParameter);

    [Fact]
    public Task a_data_set_that_no_command_announced() => AbortsAsync(Data(Pair.Store, 2, [1, 2, 3]), AbortReason.UnexpectedPduParameter);

    [Fact]
    public Task a_value_that_is_longer_than_its_PDU() =>
        AbortsAsync([4, 0, 0, 0, 0, 6, 0, 0, 0, 100, 1, 3], AbortReason.InvalidPduParameterValue);

    [Fact]
    public Task a_PDU_that_is_longer_than_was_agreed() => AbortsAsync([4, 0, 0, 0, 0x40, 1], AbortReason.InvalidPduParameterValue);

    [Fact]
    public Task another_request() => AbortsAsync(PduWriter.Write(Pair.Request).ToArray(), AbortReason.UnexpectedPdu);

    [Fact]
    public Task a_command_that_is_none() => AbortsAsync(Data(Pair.Echo, 3, [1, 2, 3]), AbortReason.NotSpecified);

    [Fact]
    public async Task a_command_that_does_not_end()
    {
        var piece = Data(Pair.Echo, 1, new byte[1000]);
        await AbortsAsync([.. Enumerable.Repeat(piece, 20).SelectMany(bytes => bytes)], AbortReason.NotSpecified);
    }

    [Fact]
    public Task a_release_in_the_middle_of_a_message() =>
        AbortsAsync([.. Data(Pair.Echo, 1, s_echo), .. PduWriter.ReleaseRequest.ToArray()], AbortReason.NotSpecified);

    [Fact]
    public void contexts_need_ids_of_their_own()
    {
        var request = Pair.Request with { Contexts = [new(1, "1.2", ["1.2"]), new(1, "1.3", ["1.2"])] };
        Should.Throw<PduFormatException>(() => PduReader.ReadRequest(PduWriter.Write(request).Span[6..]));
    }

    [Fact]
    public void items_that_nobody_knows_are_passed_over()
    {
        var bytes = PduWriter.Write(Pair.Request).ToArray();
        byte[] extended = [.. bytes, 0x77, 0, 0, 3, 1, 2, 3];

        PduReader.ReadRequest(extended.AsSpan(6)).Contexts.Count.ShouldBe(2);
    }

    private static byte[] Data(byte context, byte control, byte[] data) =>
        [4, 0, 0, 0, .. Number(data.Length + 6), 0, 0, .. Number(data.Length + 2), context, control, .. data];

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    private static async Task AbortsAsync(byte[] sent, AbortReason reason)
    {
        using var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(connection.Acceptor, null, Pair.AcceptFirstAsync, new(), CancellationToken.None);
        await connection.Requestor.WriteAsync(PduWriter.Write(Pair.Request));
        await using var association = await accepting;
        var header = new byte[6];
        await connection.Requestor.ReadExactlyAsync(header);
        await connection.Requestor.ReadExactlyAsync(new byte[(header[4] << 8) | header[5]]);
        var receiving = association.ReceiveAsync(CancellationToken.None);

        await connection.Requestor.WriteAsync(sent);

        await AbortsAsync(connection, reason);
        connection.Requestor.Dispose();
        (await Should.ThrowAsync<AssociationEndedException>(() => receiving)).End.ShouldBe(AssociationEnd.ProtocolViolated);
    }

    private static async Task AbortsAsync(Connection connection, AbortReason reason)
    {
        var pdu = new byte[10];
        await connection.Requestor.ReadExactlyAsync(pdu);
        pdu[0].ShouldBe((byte)PduType.Abort);
        PduReader.ReadAbort(pdu.AsSpan(6)).Reason.ShouldBe(reason);
    }
}
