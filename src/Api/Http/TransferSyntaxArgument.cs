namespace EventDicom.Api.Http;

/// <summary>A transfer syntax that a request names.</summary>
public static class TransferSyntaxArgument
{
    /// <returns>The UID.</returns>
    /// <exception cref="OrthancException">Error 3: it is none that the standard knows.</exception>
    public static string Require(string uid) =>
        TransferSyntaxes.IsKnown(uid)
        ? uid : throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown transfer syntax: {uid}");
}
