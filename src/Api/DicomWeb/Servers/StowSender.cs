using System.Globalization;
using System.Net.Http.Headers;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>
/// Sends instances by STOW-RS (PS3.18 section 10.5), each in a request of its own, over one connection: what the server says of a request
/// is then an acknowledgement of that instance.
/// </summary>
internal sealed class StowSender(ServerCalls calls, SpoolFolder spools, string server, IReadOnlyDictionary<string, string> headers)
    : IInstanceSender
{
    // What is said of one instance has a few hundred bytes.
    private const int LongestAnswer = 1 << 20;

    private ServerConnection? _connection;

    public void Announce(IReadOnlyCollection<InstanceToSend> instances)
    {
        // Nothing must be agreed on.
    }

    public async Task<SendOutcome> SendAsync(InstanceToSend instance, CancellationToken ct)
    {
        if (_connection is null)
        {
            if ((await calls.OpenAsync(server, ct)).IsRefused(out var unknown, out var connection))
                return new(0, unknown, IsUnreachable: true);
            _connection = connection;
        }
        if (_connection.Below("studies").IsRefused(out var refused, out var address)) return new(0, refused, IsUnreachable: true);
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Post, address) { Content = BodyOf(instance.Open()) };
        request.Headers.TryAddWithoutValidation("Accept", ModelTypes.Json);
        if ((await _connection.SendAsync(request, headers, LongestAnswer, ct)).IsRefused(out refused, out var answer))
            return new(0, refused, IsUnreachable: true);
        using (answer)
        {
            try
            {
                await using var body = await answer.SpoolAsync(spools, ct);
                var fault = StowAnswer.Judge(answer.Status, ServerAnswer.JsonOf(body), instance.SopInstanceUid);
                return new(answer.Status, fault is null ? null : _connection.Failure(fault.Reason));
            }
            catch (BrokenAnswerException broken)
            {
                return new(answer.Status, _connection.Failure(broken.Message));
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The boundary is not quoted: old servers take the quotes for a part of it.
    private static System.Net.Http.MultipartContent BodyOf(Stream file)
    {
        var boundary = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var body = new System.Net.Http.MultipartContent("related", boundary);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse($"{ModelTypes.Multipart}; type=\"{StoredParts.Dicom}\"; boundary={boundary}");
        body.Add(new StreamContent(file) { Headers = { ContentType = new(StoredParts.Dicom) } });
        return body;
    }
}
