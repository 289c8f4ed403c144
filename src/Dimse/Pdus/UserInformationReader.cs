using System.Buffers.Binary;

namespace EventDicom.Dimse.Pdus;

/// <summary>Reads the user information item (PS3.8 annex D, PS3.7 annex D.3.3).</summary>
internal static class UserInformationReader
{
    /// <exception cref="PduFormatException">The bytes are none.</exception>
    public static UserInformation Read(ReadOnlySpan<byte> content)
    {
        var user = new UserInformation { ImplementationClassUid = "", ImplementationVersionName = "" };
        var roles = new List<RoleSelection>();
        var count = 0;
        var items = new ItemReader(content);
        while (items.MoveNext())
        {
            if (++count > PduLimits.MostUserItems) throw ItemReader.Malformed("the user information has too many items");
            switch (items.Type)
            {
                case ItemType.MaximumLength:
                    user = user with { MaximumLength = BinaryPrimitives.ReadUInt32BigEndian(items.AtLeast(4)) };
                    break;
                case ItemType.ImplementationClassUid:
                    user = user with { ImplementationClassUid = Printable.Of(items.Content) };
                    break;
                case ItemType.ImplementationVersionName:
                    user = user with { ImplementationVersionName = Printable.Of(items.Content) };
                    break;
                case ItemType.OperationsWindow:
                    var window = items.AtLeast(4);
                    user = user with { OperationsWindow = new(
                        BinaryPrimitives.ReadUInt16BigEndian(window), BinaryPrimitives.ReadUInt16BigEndian(window[2..])) };
                    break;
                case ItemType.RoleSelection:
                    var sopClass = Split(items.AtLeast(2), out var role);
                    if (role.Length < 2) throw ItemReader.Malformed("a role selection is too short");
                    roles.Add(new(ItemReader.Uid(sopClass), role[0] == 1, role[1] == 1));
                    break;
                case ItemType.UserIdentity:
                    user = user with { Identity = ReadIdentity(items.AtLeast(4)) };
                    break;
                case ItemType.UserIdentityResponse:
                    user = user with { IdentityResponse = Split(items.AtLeast(2), out _).ToArray() };
                    break;
            }
        }
        return user with { Roles = roles };
    }

    private static UserIdentity ReadIdentity(ReadOnlySpan<byte> content)
    {
        var primary = Split(content[2..], out var rest);
        // Without a passcode some leave its length away, too.
        var secondary = rest.Length < 2 ? [] : Split(rest, out _);
        return new((UserIdentityType)content[0], content[1] == 1, primary.ToArray(), secondary.ToArray());
    }

    /// <summary>A field that its length of two bytes stands in front of, and what follows.</summary>
    private static ReadOnlySpan<byte> Split(ReadOnlySpan<byte> content, out ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(content);
        if (length > content.Length - 2) throw ItemReader.Malformed("a field is longer than its item");
        rest = content[(2 + length)..];
        return content.Slice(2, length);
    }
}
