namespace EventDicom.Api.Http;

/// <summary>Orthanc's Boolean arguments: to name one is to switch it on, unless its value is <c>false</c> or <c>0</c>.</summary>
public static class QueryFlag
{
    public static bool IsOn(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) && value.ToString() is not ("false" or "0");
}
