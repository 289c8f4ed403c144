using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;

namespace EventDicom.Api.Security;

/// <summary>
/// The users of <c>RegisteredUsers</c>, found by the credentials of HTTP Basic authentication (RFC 7617). Passwords are compared as
/// digests in constant time; neither the time nor the answer tells an unknown user from a wrong password.
/// </summary>
internal sealed class RegisteredUsers
{
    // Longer credentials are refused unread: nothing that a client sends may grow the stack.
    private const int MaximumLength = 1024;

    private static readonly Registered s_nobody = new(new ClaimsPrincipal(), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    private readonly FrozenDictionary<string, Registered>.AlternateLookup<ReadOnlySpan<char>> _users;

    public RegisteredUsers(IReadOnlyDictionary<string, string> passwords) =>
        _users = passwords.ToFrozenDictionary(user => user.Key, Register, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="header">The value of <c>Authorization</c>.</param>
    /// <returns>Who that is; <c>null</c> where nobody has these credentials.</returns>
    public ClaimsPrincipal? Find(string? header)
    {
        const string Scheme = "Basic ";
        if (header is null || header.Length > MaximumLength || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;

        Span<byte> utf8 = stackalloc byte[MaximumLength];
        Span<char> text = stackalloc char[MaximumLength];
        if (!Convert.TryFromBase64Chars(header.AsSpan(Scheme.Length).Trim(), utf8, out var length)) return null;
        var credentials = utf8[..length];

        // RFC 7617 2: a user has no colon in its name, a password may have many.
        var colon = credentials.IndexOf((byte)':');
        if (colon < 0 || !Encoding.UTF8.TryGetChars(credentials[..colon], text, out var characters)) return null;

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(credentials[(colon + 1)..], digest);
        var known = _users.TryGetValue(text[..characters], out var user) ? user : s_nobody;
        return CryptographicOperations.FixedTimeEquals(digest, known.Digest) && !ReferenceEquals(known, s_nobody) ? known.Principal : null;
    }

    // Everybody who is registered may do everything.
    private static Registered Register(KeyValuePair<string, string> user)
    {
        var identity = new GenericIdentity(user.Key, BasicAuthenticationHandler.Scheme);
        identity.AddClaim(Allow.Everything);
        return new(new ClaimsPrincipal(identity), SHA256.HashData(Encoding.UTF8.GetBytes(user.Value)));
    }

    private sealed record Registered(ClaimsPrincipal Principal, byte[] Digest);
}
