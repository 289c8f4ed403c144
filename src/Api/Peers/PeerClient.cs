using System.IO.Compression;
using System.Net.Http.Headers;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Api.Peers;

/// <summary>Calls peers over HTTP.</summary>
public sealed class PeerClient(PeerCalls calls, FileReading reading, FileTranscoder transcoder, SpoolFolder spools) : IPeerClient
{
    public IInstanceSender SenderTo(string peer, PeerStoreOrder order) => new PeerSender(calls, peer, order, FileAsync);

    /// <summary>The file of an instance as the order wants it to be sent.</summary>
    private async Task<Stream> FileAsync(InstanceToSend instance, PeerStoreOrder order, CancellationToken ct)
    {
        var file = instance.Open();
        try
        {
            if (order.Transcode is { } uid && uid != instance.TransferSyntaxUid)
                file = await ReplacedAsync(file, await TranscodedAsync(instance, file, DicomTransferSyntax.Lookup(uid), ct));
            // Whole, so that its length can be told: not every server takes a body without.
            if (order.Compress) file = await ReplacedAsync(file, await CompressedAsync(file, ct));
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task<Stream> ReplacedAsync(Stream before, Stream after)
    {
        await before.DisposeAsync();
        return after;
    }

    private Task<SpooledStream> TranscodedAsync(InstanceToSend instance, Stream file, DicomTransferSyntax target, CancellationToken ct) =>
        spools.FillAsync(spool => transcoder.TranscodeAsync(
            DicomFile.Open(file, reading.Whole with { MaxMemory = DataSetMemory.Unshared }), target,
            result =>
            {
                result.Save(spool);
                return true;
            },
            ct, DicomUIDGenerator.Derive($"{instance.SopInstanceUid}|{target.UID}")));

    private Task<SpooledStream> CompressedAsync(Stream file, CancellationToken ct) => spools.FillAsync(async spool =>
    {
        await using var gzip = new GZipStream(spool, CompressionLevel.Fastest, leaveOpen: true);
        await file.CopyToAsync(gzip, ct);
    });

    private sealed class PeerSender(
        PeerCalls calls, string peer, PeerStoreOrder order, Func<InstanceToSend, PeerStoreOrder, CancellationToken, Task<Stream>> open)
        : IInstanceSender
    {
        private HttpClient? _client;

        public void Announce(IReadOnlyCollection<InstanceToSend> instances)
        {
            // Nothing must be agreed on.
        }

        public async Task<SendOutcome> SendAsync(InstanceToSend instance, CancellationToken ct)
        {
            if (_client is null)
            {
                if ((await calls.OpenAsync(peer, ct)).IsRefused(out var unknown, out var client))
                    return new(0, unknown, IsUnreachable: true);
                _client = client;
            }
            if ((await OpenAsync(instance, ct)).IsRefused(out var refused, out var file)) return new(0, refused);
            using var request = Upload(file);
            if (order.Compress) request.Content!.Headers.ContentEncoding.Add("gzip");
            var (status, answer) = await PeerCalls.SendAsync(_client, peer, request, ct);
            return new(status, answer.Refused, IsUnreachable: status == 0 && answer.Refused is not null);
        }

        public ValueTask DisposeAsync()
        {
            _client?.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<Answer<Stream>> OpenAsync(InstanceToSend instance, CancellationToken ct)
        {
            try
            {
                return await open(instance, order, ct);
            }
            catch (Exception failure) when (failure is DicomPixelDataException or DicomCodecException)
            {
                return new Refused(OrthancError.NotImplemented, $"Cannot transcode to {order.Transcode}: {failure.Message}");
            }
        }
    }

    /// <summary>The request that stores a file.</summary>
    /// <param name="file">Is disposed of with it.</param>
    internal static HttpRequestMessage Upload(Stream file) => new(System.Net.Http.HttpMethod.Post, new Uri("instances", UriKind.Relative))
    {
        Content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } },
    };
}
