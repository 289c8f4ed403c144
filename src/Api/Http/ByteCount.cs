using System.Globalization;
using System.Text.Json;

namespace EventDicom.Api.Http;

/// <summary>How Orthanc writes an amount of bytes: the exact number as text, and whole megabytes (2^20 bytes) as a number.</summary>
public static class ByteCount
{
    public static void Write(Utf8JsonWriter json, string name, long bytes)
    {
        json.WriteString(name, bytes.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber($"{name}MB", bytes >> 20);
    }
}
