using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary>How Orthanc spells the ways to retrieve.</summary>
internal static class RetrieveMethods
{
    public static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<RetrieveMethod>().Select(NameOf)];

    public static string NameOf(RetrieveMethod method) => method switch
    {
        RetrieveMethod.Move => "C-MOVE",
        RetrieveMethod.Get => "C-GET",
        _ => "SystemDefault",
    };

    /// <exception cref="OrthancException">Error 3: it is none.</exception>
    public static RetrieveMethod Parse(string name) =>
        Enum.GetValues<RetrieveMethod>().Where(method => NameOf(method) == name).ToArray() is [var method]
            ? method
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown retrieve method: \"{name}\"");
}
