using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Modalities;

/// <summary>
/// Calls DICOMweb servers. Who a server is, and what it asks for, is looked up by its symbolic name when it is called. Refusals are error 9
/// where nobody answers, or not as the standard has it. The seam between the domain and HTTP.
/// </summary>
public interface IDicomWebClient
{
    /// <summary>Gets ready to send instances by STOW-RS. Nobody is called before the first.</summary>
    /// <param name="headers">Sent with every request, beside those of the server's definition.</param>
    IInstanceSender SenderTo(string server, IReadOnlyDictionary<string, string> headers);

    /// <summary>Retrieves instances by WADO-RS, and stores each as it comes.</summary>
    /// <param name="origin">Who wants them.</param>
    /// <param name="headers">As of <see cref="SenderTo"/>.</param>
    /// <returns>What came when all of it was stored. What was stored before a failure stays.</returns>
    Task<Answer<WadoRetrieved>> RetrieveAsync(
        string server, WadoRequest request, IReadOnlyDictionary<string, string> headers, Origin origin, CancellationToken ct);
}
