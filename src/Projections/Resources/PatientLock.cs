using System.Buffers.Binary;

namespace EventDicom.Projections.Resources;

/// <summary>The advisory lock of a patient, which every writer below the patient holds until its transaction ends.</summary>
internal static class PatientLock
{
    /// <summary>Takes the locks of the keys in its parameter, which must be sorted, so that two transactions cannot wait for each
    /// other.</summary>
    public const string Sql = "select pg_advisory_xact_lock(key) from unnest($1) as key";

    /// <summary>The first 64 bits of the SHA-1 in Orthanc's identifier.</summary>
    public static long Key(string patient)
    {
        Span<byte> bytes = stackalloc byte[8];
        Convert.FromHexString(patient.AsSpan(0, 8), bytes, out _, out _);
        Convert.FromHexString(patient.AsSpan(9, 8), bytes[4..], out _, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>Keys in the order in which they must be taken.</summary>
    public static long[] Keys(IEnumerable<string> patients) => [.. patients.Select(Key).Order()];
}
