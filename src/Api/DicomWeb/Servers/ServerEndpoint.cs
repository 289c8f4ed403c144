using EventDicom.Domain;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>What the routes of DICOMweb servers have in common.</summary>
public abstract class ServerEndpoint : DicomWebEndpoint
{
    internal const string Servers = $"{Root}/servers";
    internal const string OfServer = $"{Servers}/{{id}}";

    /// <inheritdoc cref="OrthancEndpoint.Describe"/>
    protected RouteDescription DescribeServer(string permission, string summary) =>
        Describe(permission, summary).Where("id", Shape.Text, "Symbolic name of a DICOMweb server");

    /// <summary>Asks the server, and answers with what that comes to.</summary>
    /// <param name="path">Relative to the server's address.</param>
    /// <param name="most">Bytes that its answer may have.</param>
    /// <param name="answer">Is given an answer of success; says no where that makes no sense.</param>
    /// <exception cref="OrthancException">Error 3: the path leads elsewhere.</exception>
    protected async Task AskAsync(
        ServerCalls servers, System.Net.Http.HttpMethod method, string path, IReadOnlyDictionary<string, string> headers, long most,
        Func<ServerAnswer, Task<Refused?>> answer, CancellationToken ct)
    {
        if ((await servers.OpenAsync(Name, ct)).IsRefused(out var refused, out var connection))
        {
            await RefuseAsync(refused);
            return;
        }
        using (connection) await AnsweredAsync(await AskAsync(connection, method, path, headers, most, answer, ct));
    }

    private async Task<Refused?> AskAsync(
        ServerConnection connection, System.Net.Http.HttpMethod method, string path, IReadOnlyDictionary<string, string> headers, long most,
        Func<ServerAnswer, Task<Refused?>> use, CancellationToken ct)
    {
        if (connection.Below(path).IsRefused(out var refused, out var address)) return refused;
        using var request = new HttpRequestMessage(method, address);
        if ((await connection.AskAsync(request, headers, most, ct)).IsRefused(out refused, out var answer)) return refused;
        using (answer)
        {
            try
            {
                return await use(answer) is { } fault ? connection.Failure(fault.Reason) : null;
            }
            catch (BrokenAnswerException broken) when (!HttpContext.Response.HasStarted)
            {
                return connection.Failure(broken.Message);
            }
            catch (BrokenAnswerException)
            {
                // The client must not take what it has for the whole.
                HttpContext.Abort();
                return null;
            }
        }
    }
}
