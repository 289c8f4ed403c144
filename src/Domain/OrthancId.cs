using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventDicom.Domain;

/// <summary>
/// Orthanc's public identifier of a patient, study, series or instance: the SHA-1 of its DICOM identifiers, written as
/// five groups of eight lower-case hex digits joined by dashes (44 characters). It is also the key of the resource's stream.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct OrthancId(string Value)
{
    public const int Length = 44;

    public static OrthancId OfPatient(string patientId) => Hash(patientId);

    public static OrthancId OfStudy(string patientId, string studyInstanceUid) => Hash($"{patientId}|{studyInstanceUid}");

    public static OrthancId OfSeries(string patientId, string studyInstanceUid, string seriesInstanceUid) =>
        Hash($"{patientId}|{studyInstanceUid}|{seriesInstanceUid}");

    public static OrthancId OfInstance(string patientId, string studyInstanceUid, string seriesInstanceUid, string sopInstanceUid) =>
        Hash($"{patientId}|{studyInstanceUid}|{seriesInstanceUid}|{sopInstanceUid}");

    /// <summary>
    /// The id that no resource has. What a client sends in the place of an id, and can be none, counts as this one from there on: it is
    /// unknown like any other, and nothing that a client makes up reaches the database.
    /// </summary>
    public static readonly OrthancId None = new("00000000-00000000-00000000-00000000-00000000");

    /// <summary>Whether a text has the form of an id: five groups of eight lower-case hex digits, joined by dashes.</summary>
    public static bool IsWellFormed(string text)
    {
        if (text.Length != Length) return false;
        for (var i = 0; i < Length; i++)
            if (i % 9 == 8 ? text[i] != '-' : !char.IsAsciiHexDigitLower(text[i])) return false;
        return true;
    }

    /// <returns><see cref="None"/> for what cannot be an id.</returns>
    public static OrthancId Parse(string text) => IsWellFormed(text) ? new(text) : None;

    /// <summary>An identifier out of a data set as it is hashed: around it blanks mean nothing, in front neither, so that two files which
    /// differ in them alone are of one resource.</summary>
    public static string WithoutPadding(string identifier) => identifier.Trim(' ', '\t', '\n', '\v', '\f', '\r', '\0');

    public override string ToString() => Value;

    private static OrthancId Hash(string identifiers)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(identifiers.Length));
        Span<byte> sha1 = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Orthanc's public identifiers are SHA-1 by definition; nothing is secured by them.
        SHA1.HashData(rented.AsSpan(0, Encoding.UTF8.GetBytes(identifiers, rented)), sha1);
#pragma warning restore CA5350
        ArrayPool<byte>.Shared.Return(rented);

        return new(string.Create(Length, sha1, static (text, hash) =>
        {
            for (var group = 0; group < 5; group++)
            {
                if (group > 0) text[group * 9 - 1] = '-';
                Convert.TryToHexStringLower(hash.Slice(group * 4, 4), text.Slice(group * 9, 8), out _);
            }
        }));
    }

    private sealed class Json : JsonConverter<OrthancId>
    {
        public override OrthancId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, OrthancId id, JsonSerializerOptions options) => writer.WriteStringValue(id.Value);
    }
}
