using System.Text;

namespace EventDicom.Dimse.Pdus;

/// <summary>Writes PDUs but those that carry data (PS3.8 section 9.3).</summary>
internal static class PduWriter
{
    private const int TitleLength = 16;

    public static ReadOnlyMemory<byte> Write(AssociateRequest request)
    {
        var pdu = new PduBuffer();
        var begin = BeginAssociate(pdu, PduType.AssociateRequest, request.ProtocolVersion, request.CalledAet, request.CallingAet);
        pdu.TextItem(ItemType.ApplicationContext, request.ApplicationContext);
        foreach (var context in request.Contexts)
        {
            var item = pdu.BeginItem(ItemType.ProposedContext);
            pdu.Byte(context.Id);
            pdu.Zeros(3);
            pdu.TextItem(ItemType.AbstractSyntax, context.AbstractSyntax);
            foreach (var syntax in context.TransferSyntaxes) pdu.TextItem(ItemType.TransferSyntax, syntax);
            pdu.EndItem(item);
        }
        WriteUser(pdu, request.User);
        pdu.EndPdu(begin);
        return pdu.Written;
    }

    public static ReadOnlyMemory<byte> Write(AssociateAccept accept)
    {
        var pdu = new PduBuffer();
        var begin = BeginAssociate(pdu, PduType.AssociateAccept, 1, accept.CalledAet, accept.CallingAet);
        pdu.TextItem(ItemType.ApplicationContext, Dicom.DicomUID.DICOMApplicationContext);
        foreach (var context in accept.Contexts)
        {
            var item = pdu.BeginItem(ItemType.AnsweredContext);
            pdu.Byte(context.Id);
            pdu.Byte(0);
            pdu.Byte((byte)context.Result);
            pdu.Byte(0);
            pdu.TextItem(ItemType.TransferSyntax, context.TransferSyntax);
            pdu.EndItem(item);
        }
        WriteUser(pdu, accept.User);
        pdu.EndPdu(begin);
        return pdu.Written;
    }

    public static ReadOnlyMemory<byte> Write(AssociateReject reject) =>
        Fixed(PduType.AssociateReject, 0, (byte)reject.Result, reject.SourceByte, reject.ReasonByte);

    public static ReadOnlyMemory<byte> Write(Abort abort) => Fixed(PduType.Abort, 0, 0, (byte)abort.Source, (byte)abort.Reason);

    public static ReadOnlyMemory<byte> ReleaseRequest { get; } = Fixed(PduType.ReleaseRequest, 0, 0, 0, 0);

    public static ReadOnlyMemory<byte> ReleaseResponse { get; } = Fixed(PduType.ReleaseResponse, 0, 0, 0, 0);

    private static byte[] Fixed(PduType type, params ReadOnlySpan<byte> body) => [(byte)type, 0, 0, 0, 0, PduLimits.FixedLength, .. body];

    private static int BeginAssociate(PduBuffer pdu, PduType type, ushort version, string called, string calling)
    {
        var begin = pdu.BeginPdu(type);
        pdu.UInt16(version);
        pdu.UInt16(0);
        pdu.Fixed(called, TitleLength);
        pdu.Fixed(calling, TitleLength);
        pdu.Zeros(32);
        return begin;
    }

    // In the order of the types, as PS3.8 annex D shows them.
    private static void WriteUser(PduBuffer pdu, UserInformation user)
    {
        var all = pdu.BeginItem(ItemType.UserInformation);
        var item = pdu.BeginItem(ItemType.MaximumLength);
        pdu.UInt32(user.MaximumLength);
        pdu.EndItem(item);
        pdu.TextItem(ItemType.ImplementationClassUid, user.ImplementationClassUid);
        if (user.OperationsWindow is { } window)
        {
            item = pdu.BeginItem(ItemType.OperationsWindow);
            pdu.UInt16(window.Invoked);
            pdu.UInt16(window.Performed);
            pdu.EndItem(item);
        }
        foreach (var role in user.Roles)
        {
            item = pdu.BeginItem(ItemType.RoleSelection);
            pdu.Field(Encoding.ASCII.GetBytes(role.SopClass));
            pdu.Byte(role.Scu ? (byte)1 : (byte)0);
            pdu.Byte(role.Scp ? (byte)1 : (byte)0);
            pdu.EndItem(item);
        }
        if (user.ImplementationVersionName.Length > 0) pdu.TextItem(ItemType.ImplementationVersionName, user.ImplementationVersionName);
        if (user.Identity is { } identity)
        {
            item = pdu.BeginItem(ItemType.UserIdentity);
            pdu.Byte((byte)identity.Type);
            pdu.Byte(identity.WantsResponse ? (byte)1 : (byte)0);
            pdu.Field(identity.Primary.Span);
            pdu.Field(identity.Secondary.Span);
            pdu.EndItem(item);
        }
        if (user.IdentityResponse is { } response)
        {
            item = pdu.BeginItem(ItemType.UserIdentityResponse);
            pdu.Field(response.Span);
            pdu.EndItem(item);
        }
        pdu.EndItem(all);
    }
}
