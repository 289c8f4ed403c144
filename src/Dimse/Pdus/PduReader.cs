using System.Buffers.Binary;

namespace EventDicom.Dimse.Pdus;

/// <summary>Reads PDUs but those that carry data (PS3.8 section 9.3). Each method gets what follows the first six bytes.</summary>
internal static class PduReader
{
    private const int TitleLength = 16;
    private const int CalledAt = 4, CallingAt = CalledAt + TitleLength;
    private const int ItemsAt = CallingAt + TitleLength + 32;
    private const int ContextHeaderLength = 4;

    /// <exception cref="PduFormatException">The bytes are none.</exception>
    public static AssociateRequest ReadRequest(ReadOnlySpan<byte> body)
    {
        var contexts = new List<ProposedContext>();
        var ids = new HashSet<byte>();
        string? application = null;
        UserInformation? user = null;
        var items = Items(body);
        while (items.MoveNext())
        {
            switch (items.Type)
            {
                case ItemType.ApplicationContext:
                    application ??= items.Uid();
                    break;
                case ItemType.ProposedContext:
                    var context = ReadProposed(items.AtLeast(ContextHeaderLength));
                    if (context.Id % 2 == 0 || !ids.Add(context.Id))
                        throw ItemReader.Malformed($"{context.Id} is no id of another presentation context");
                    contexts.Add(context);
                    break;
                case ItemType.UserInformation:
                    user ??= UserInformationReader.Read(items.Content);
                    break;
                // Items of types that are not known are passed over (PS3.8 section 9.3.1).
            }
        }

        return new()
        {
            ProtocolVersion = BinaryPrimitives.ReadUInt16BigEndian(body),
            CalledAet = Title(body, CalledAt),
            CallingAet = Title(body, CallingAt),
            ApplicationContext = application ?? throw ItemReader.Malformed("the application context is missing"),
            Contexts = contexts is [] ? throw ItemReader.Malformed("no presentation context is proposed") : contexts,
            User = user ?? throw ItemReader.Malformed("the user information is missing"),
        };
    }

    /// <inheritdoc cref="ReadRequest"/>
    public static AssociateAccept ReadAccept(ReadOnlySpan<byte> body)
    {
        var contexts = new List<AnsweredContext>();
        UserInformation? user = null;
        var items = Items(body);
        while (items.MoveNext())
        {
            if (items.Type == ItemType.AnsweredContext && contexts.Count == PduLimits.MostContexts)
                throw ItemReader.Malformed("there are too many contexts");
            if (items.Type == ItemType.AnsweredContext) contexts.Add(ReadAnswered(items.AtLeast(ContextHeaderLength)));
            else if (items.Type == ItemType.UserInformation) user ??= UserInformationReader.Read(items.Content);
        }
        return new()
        {
            CalledAet = Title(body, CalledAt),
            CallingAet = Title(body, CallingAt),
            Contexts = contexts,
            User = user ?? throw ItemReader.Malformed("the user information is missing"),
        };
    }

    /// <inheritdoc cref="ReadRequest"/>
    public static AssociateReject ReadReject(ReadOnlySpan<byte> body) => AssociateReject.Of(body[1], body[2], body[3]);

    /// <inheritdoc cref="ReadRequest"/>
    public static Abort ReadAbort(ReadOnlySpan<byte> body) => new((AbortSource)body[2], (AbortReason)body[3]);

    private static ItemReader Items(ReadOnlySpan<byte> body) =>
        body.Length < ItemsAt ? throw ItemReader.Malformed($"it has only {body.Length} bytes") : new(body[ItemsAt..]);

    private static string Title(ReadOnlySpan<byte> body, int at) => Printable.Of(body.Slice(at, TitleLength));

    private static ProposedContext ReadProposed(ReadOnlySpan<byte> content)
    {
        string? abstractSyntax = null;
        var transferSyntaxes = new List<string>();
        var items = new ItemReader(content[ContextHeaderLength..]);
        while (items.MoveNext())
        {
            if (items.Type == ItemType.AbstractSyntax)
            {
                abstractSyntax ??= items.Uid();
            }
            else if (items.Type == ItemType.TransferSyntax)
            {
                if (transferSyntaxes.Count == PduLimits.MostTransferSyntaxes)
                    throw ItemReader.Malformed("a context has too many transfer syntaxes");
                transferSyntaxes.Add(items.Uid());
            }
        }
        return new(content[0], abstractSyntax ?? throw ItemReader.Malformed("a context has no abstract syntax"), transferSyntaxes);
    }

    private static AnsweredContext ReadAnswered(ReadOnlySpan<byte> content)
    {
        var transferSyntax = "";
        var items = new ItemReader(content[ContextHeaderLength..]);
        while (items.MoveNext())
            // The syntax of a context that is refused means nothing, and some leave it empty.
            if (items.Type == ItemType.TransferSyntax && transferSyntax.Length == 0) transferSyntax = Printable.Of(items.Content);
        return new(content[0], (ContextResult)content[2], transferSyntax);
    }
}
