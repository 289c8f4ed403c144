using EventDicom.Api.Tests.Configuration;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Exchanging;

/// <summary>Servers in pairs that know each other, each started when a test first asks for it.</summary>
public sealed class Parties : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _running = [];
    private readonly Dictionary<Other, (Party Ours, Party Other)> _pairs = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _running) await server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    internal async Task<(Party Ours, Party Other)> PairAsync(Other other)
    {
        if (_pairs.TryGetValue(other, out var pair)) return pair;
        var isTls = other == Other.OrthancOverTls;
        var (ours, theirs) = (TestCertificate.In(_folder, $"ours-{other}"), TestCertificate.In(_folder, $"theirs-{other}"));
        pair = (
            await StartAsync("OURS", isTls ? OverTls(ours, theirs) : []),
            other == Other.Ours ? await StartAsync("OTHER", []) : await StartOrthancAsync(isTls ? OverTls(theirs, ours) : []));
        pair = (pair.Ours with { SpeaksTls = isTls }, pair.Other with { SpeaksTls = isTls });
        await pair.Ours.KnowAsync(pair.Other);
        await pair.Other.KnowAsync(pair.Ours);
        return _pairs[other] = pair;
    }

    private async Task<Party> StartAsync(string aet, IReadOnlyList<(string Name, object Value)> more)
    {
        var server = await ServerProcess.StartAsync([("DicomServerEnabled", true), ("DicomAet", aet), .. more]);
        _running.Add(server);
        return new(server.Http, aet, server.DicomPort);
    }

    private async Task<Party> StartOrthancAsync(IReadOnlyList<(string Name, object Value)> more)
    {
        var server = await OrthancServer.StartAsync("REAL", more.ToDictionary(option => option.Name, option => option.Value));
        _running.Add(server);
        return new(server.Http, "REAL", server.DicomPort);
    }

    private static (string, object)[] OverTls(TestCertificate own, TestCertificate trusted) =>
    [
        ("DicomTlsEnabled", true), ("DicomTlsCertificate", own.Certificate), ("DicomTlsPrivateKey", own.Key),
        ("DicomTlsTrustedCertificates", trusted.Certificate),
    ];
}
