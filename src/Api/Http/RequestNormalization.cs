using Microsoft.Extensions.Primitives;

namespace EventDicom.Api.Http;

/// <summary>
/// Reads <c>//studies///x</c> as <c>/studies/x</c>: many clients join a base address that ends in a slash with a path that starts with one.
/// And of an argument that a query has twice, the last counts, as in Orthanc.
/// </summary>
internal static class RequestNormalization
{
    public static void Collapse(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (path.Contains("//", StringComparison.Ordinal)) request.Path = CollapseSlashes(path);
        if (request.QueryString.HasValue && request.Query.Any(argument => argument.Value.Count > 1))
            request.Query = new QueryCollection(
                request.Query.ToDictionary(argument => argument.Key, argument => new StringValues(argument.Value[^1])));
    }

    private static string CollapseSlashes(string path) =>
        string.Create(path.Length - Superfluous(path), path, static (collapsed, path) =>
        {
            var length = 0;
            for (var index = 0; index < path.Length; index++)
                if (!IsSuperfluous(path, index))
                    collapsed[length++] = path[index];
        });

    private static int Superfluous(string path)
    {
        var count = 0;
        for (var index = 1; index < path.Length; index++)
            if (IsSuperfluous(path, index))
                count++;
        return count;
    }

    private static bool IsSuperfluous(string path, int index) => index > 0 && path[index] == '/' && path[index - 1] == '/';
}
