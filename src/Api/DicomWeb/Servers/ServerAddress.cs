using System.Text;
using EventDicom.Domain;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Addresses below that of a DICOMweb server: who may ask it for something may not ask others by it, with its password.</summary>
public static class ServerAddress
{
    /// <summary>Characters of what is below; more than servers take.</summary>
    public const int Longest = 16 * 1024;

    /// <param name="path">Relative, whether it begins with a slash or not; may have a query.</param>
    /// <returns>Refused with error 3: it is none, or would be elsewhere.</returns>
    public static Answer<Uri> Below(Uri root, string path)
    {
        // The dot keeps what comes before a colon from being a scheme.
        if (path.Length <= Longest && !path.AsSpan().ContainsAny('\\', '#') && !path.Any(char.IsControl)
            && Uri.TryCreate(root, "./" + path.TrimStart('/'), out var address) && root.IsBaseOf(address)) return address;
        return new Refused(OrthancError.ParameterOutOfRange, "The URI must be one below that of the DICOMweb server");
    }

    /// <summary>A path with arguments behind those that it has.</summary>
    public static string With(string path, IEnumerable<KeyValuePair<string, string>> arguments)
    {
        var text = new StringBuilder(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in arguments)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }
}
