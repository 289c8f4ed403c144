using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>What a report of storage commitment said.</summary>
/// <param name="Roles">That its sender had proposed.</param>
internal sealed record CommitmentReport(
    ushort EventType, string Transaction, IReadOnlyList<string> Committed, IReadOnlyList<(string Instance, int Reason)> Failed,
    string Caller, IReadOnlyList<RoleSelection> Roles);

/// <summary>Asks for storage commitment, and reports of it, in whatever way a test wants.</summary>
internal static class CommitmentMessages
{
    public const string SopClass = DicomUID.StorageCommitmentPushModel, SopInstance = DicomUID.StorageCommitmentPushModelInstance;

    public static CommandSet Ask(ushort type = 1, string sopClass = SopClass, string sopInstance = SopInstance) =>
        CommandSet.ActionRequest(1, sopClass, sopInstance, type);

    public static CommandSet Tell(ushort type = 1, string sopClass = SopClass, string sopInstance = SopInstance) =>
        CommandSet.EventReportRequest(1, sopClass, sopInstance, type);

    /// <param name="transaction"><c>null</c> for none.</param>
    /// <param name="failed">With reasons, in FailedSOPSequence.</param>
    public static DicomDataset Information(
        string? transaction, IEnumerable<(string Class, string Instance)> referenced,
        params IReadOnlyList<(string Class, string Instance, int Reason)> failed)
    {
        var dataSet = new DicomDatasetBuilder();
        if (transaction is not null) dataSet.AddOrUpdate(DicomTag.TransactionUID, DicomVR.UI, transaction);
        dataSet.AddOrUpdate(new DicomSequence(
            DicomTag.ReferencedSOPSequence, [.. referenced.Select(one => Item(one.Class, one.Instance).Build())]));
        if (failed is not [])
            dataSet.AddOrUpdate(new DicomSequence(
                DicomTag.FailedSOPSequence,
                [
                    .. failed.Select(one => Item(one.Class, one.Instance).AddOrUpdate(
                        DicomTag.FailureReason, DicomVR.US, one.Reason.ToString(CultureInfo.InvariantCulture)).Build()),
                ]));
        return dataSet.Build();
    }

    /// <summary>Sends one request in an association of its own.</summary>
    /// <returns>The status of the response.</returns>
    /// <exception cref="AssociationEndedException">The server has aborted the association.</exception>
    public static async Task<DimseStatus> SendAsync(
        int port, string callingAet, CommandSet request, Stream? dataSet, params IReadOnlyList<RoleSelection> roles)
    {
        await using var association = await Association.OpenAsync(
            new("127.0.0.1", port),
            new()
            {
                CallingAet = callingAet, CalledAet = "ARCHIVE",
                Contexts = [new(1, SopClass, [DicomUID.ImplicitVRLittleEndian])], User = new() { Roles = roles },
            },
            new(), CancellationToken.None);
        await association.SendAsync(1, request, dataSet);
        var response = (await association.ReceiveAsync(CancellationToken.None))!.Command;
        await association.ReleaseAsync(CancellationToken.None);
        return response.Status;
    }

    /// <inheritdoc cref="SendAsync(int, string, CommandSet, Stream?, IReadOnlyList{RoleSelection})"/>
    public static Task<DimseStatus> SendAsync(
        int port, string callingAet, CommandSet request, DicomDataset dataSet, params IReadOnlyList<RoleSelection> roles) =>
        SendAsync(port, callingAet, request, StreamOf(dataSet, DicomTransferSyntax.ImplicitVRLittleEndian), roles);

    /// <inheritdoc cref="SendAsync(int, string, CommandSet, Stream?, IReadOnlyList{RoleSelection})"/>
    public static Task<DimseStatus> SendAsync(
        this SharedServer server, string callingAet, CommandSet request, DicomDataset dataSet, params IReadOnlyList<RoleSelection> roles) =>
        SendAsync(server.Process.DicomPort, callingAet, request, dataSet, roles);

    /// <inheritdoc cref="SendAsync(int, string, CommandSet, Stream?, IReadOnlyList{RoleSelection})"/>
    public static Task<DimseStatus> SendAsync(this SharedServer server, string callingAet, CommandSet request, Stream? dataSet) =>
        SendAsync(server.Process.DicomPort, callingAet, request, dataSet);

    public static MemoryStream StreamOf(DicomDataset dataSet, DicomTransferSyntax syntax)
    {
        var bytes = new MemoryStream();
        dataSet.Write(bytes, syntax);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Reads what an N-ACTION or N-EVENT-REPORT says.</summary>
    public static async Task<CommitmentReport> ReadAsync(Association association, ReceivedMessage message)
    {
        using var bytes = new MemoryStream();
        await message.DataSet!.CopyToAsync(bytes);
        var dataSet = DicomDataset.Read(bytes.ToArray(), message.Context.TransferSyntax);
        return new(
            message.Command.EventType ?? 0, Text(dataSet, DicomTag.TransactionUID),
            [.. Items(dataSet, DicomTag.ReferencedSOPSequence).Select(item => Text(item, DicomTag.ReferencedSOPInstanceUID))],
            [
                .. Items(dataSet, DicomTag.FailedSOPSequence).Select(item => (
                    Text(item, DicomTag.ReferencedSOPInstanceUID),
                    int.Parse(Text(item, DicomTag.FailureReason), CultureInfo.InvariantCulture))),
            ],
            association.CallingAet, association.Request.User.Roles);
    }

    /// <summary>Waits until a modality has reported, and answers what is shown of it.</summary>
    public static async Task<JsonElement> ReportAsync(this SharedServer server, string transaction)
    {
        JsonElement shown = default;
        await SharedServer.UntilAsync(() =>
            (shown = server.JsonAsync($"/storage-commitment/{transaction}").Result).GetProperty("Status").GetString() != "Pending");
        return shown;
    }

    private static DicomDatasetBuilder Item(string sopClass, string sopInstance) => new DicomDatasetBuilder()
        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, DicomVR.UI, sopClass)
        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, DicomVR.UI, sopInstance);

    private static IReadOnlyList<DicomDataset> Items(DicomDataset dataSet, DicomTag tag) =>
        dataSet.Find(tag) is DicomSequence sequence ? sequence.Items : [];

    private static string Text(DicomDataset dataSet, DicomTag tag) =>
        dataSet.TryGetString(tag, out var text) ? text.Trim(' ', '\0') : "";
}
