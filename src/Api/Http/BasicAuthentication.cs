using System.Collections.Frozen;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Http;

/// <summary>
/// HTTP Basic authentication (RFC 7617) against <c>RegisteredUsers</c>, and the rule of <c>RemoteAccessAllowed</c>. Passwords are
/// compared as digests in constant time; neither the time nor the answer tells an unknown user from a wrong password.
/// </summary>
public sealed class BasicAuthentication
{
    // Longer credentials are refused unread: nothing that a client sends may grow the stack.
    private const int MaximumLength = 1024;

    private static readonly Registered s_nobody = new(new(), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    private readonly FrozenDictionary<string, Registered>.AlternateLookup<ReadOnlySpan<char>> _users;
    private readonly bool _remoteAllowed;
    private readonly bool _enabled;

    public BasicAuthentication(AccessOptions options)
    {
        _remoteAllowed = options.RemoteAccessAllowed;
        _enabled = options.AuthenticationEnabled;
        _users = options.RegisteredUsers.ToFrozenDictionary(user => user.Key, Register, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether the request may go on. Sets <see cref="HttpContext.User"/> to who sent it where authentication is enabled.</summary>
    public bool Allows(HttpContext context)
    {
        if (!_remoteAllowed && context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer)) return false;
        if (!_enabled) return true;
        if (Authenticate(context.Request.Headers.Authorization) is not { } user) return false;

        context.User = user;
        return true;
    }

    private ClaimsPrincipal? Authenticate(string? header)
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

    private static Registered Register(KeyValuePair<string, string> user) =>
        new(new(new GenericIdentity(user.Key, "Basic")), SHA256.HashData(Encoding.UTF8.GetBytes(user.Value)));

    private sealed record Registered(ClaimsPrincipal Principal, byte[] Digest);
}
