using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>Boolean arguments of a query, as Orthanc reads them.</summary>
public static class QueryFlags
{
    /// <summary>Whether the argument is there. Its value counts for nothing: <c>?short</c>, <c>?short=</c> and <c>?short=false</c> are all
    /// true.</summary>
    public static bool HasFlag(this HttpRequest request, string name) => request.QueryString.HasValue && request.Query.ContainsKey(name);

    /// <summary>An argument that must be a Boolean: <c>1</c>, <c>true</c>, <c>0</c> or <c>false</c>; there without a value it is
    /// true.</summary>
    /// <param name="absent">What it means that the argument is not there.</param>
    /// <exception cref="OrthancException">Error 3: something else.</exception>
    public static bool IsOn(this HttpRequest request, string name, bool absent = false)
    {
        if (!request.QueryString.HasValue || !request.Query.TryGetValue(name, out var values)) return absent;
        return values.ToString() switch
        {
            "1" or "true" or "" => true,
            "0" or "false" => false,
            var other =>
                throw new OrthancException(OrthancError.ParameterOutOfRange,
                    $"Expected a Boolean for GET argument \"{name}\", found: {other}"),
        };
    }
}
