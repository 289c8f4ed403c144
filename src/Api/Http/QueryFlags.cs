namespace EventDicom.Api.Http;

/// <summary>Boolean arguments of a query, as Orthanc reads them.</summary>
public static class QueryFlags
{
    /// <summary>Whether the argument is there. Its value counts for nothing: <c>?short</c>, <c>?short=</c> and <c>?short=false</c> are all true.</summary>
    public static bool HasFlag(this HttpRequest request, string name) => request.QueryString.HasValue && request.Query.ContainsKey(name);

    /// <summary>An argument that can also be switched off: <c>false</c> and <c>0</c> are false, any other value or none is true.</summary>
    /// <param name="absent">What it means that the argument is not there.</param>
    public static bool IsOn(this HttpRequest request, string name, bool absent = false)
    {
        if (!request.QueryString.HasValue || !request.Query.TryGetValue(name, out var values)) return absent;
        var value = values.ToString();
        return value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);
    }
}
