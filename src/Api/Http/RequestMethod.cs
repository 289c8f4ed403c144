namespace EventDicom.Api.Http;

/// <summary>Orthanc's rules about methods: which it knows, and how a client that can only GET and POST names another.</summary>
internal static class RequestMethod
{
    private const string Override = "X-HTTP-Method-Override";

    private const string Argument = "_method";

    /// <summary>Applies an override to the request.</summary>
    /// <returns>The status that ends the request here, with an empty body; 0 when it goes on.</returns>
    public static int Resolve(HttpRequest request)
    {
        if (Asked(request) is { Length: > 0 } asked)
        {
            if (HttpMethods.IsPut(asked)) request.Method = HttpMethods.Put;
            else if (HttpMethods.IsDelete(asked)) request.Method = HttpMethods.Delete;
            else return StatusCodes.Status400BadRequest;
            return 0;
        }

        var method = request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)) return 0;
        return HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
    }

    private static string? Asked(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Override, out var header) && header is [{ Length: > 0 } named, ..]) return named;

        // The query is parsed only where the word occurs in it: parsing costs more than all of the rest.
        return HttpMethods.IsGet(request.Method)
            && request.QueryString.Value is { Length: > 0 } query
            && query.Contains(Argument, StringComparison.Ordinal)
                ? request.Query[Argument].ToString()
                : null;
    }
}
