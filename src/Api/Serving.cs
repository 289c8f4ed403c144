using System.Net;
using System.Net.Sockets;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.Dimse.Scp;

namespace EventDicom.Api;

/// <summary>The program as a server: from the configuration to the end, and once more where a reset asks for it.</summary>
internal static class Serving
{
    public static async Task<int> RunAsync(CommandLine commandLine, ILogger logger)
    {
        // Nothing of one run is left for the next.
        while (await RunOnceAsync(commandLine, logger)) { }
        return 0;
    }

    private static async Task<bool> RunOnceAsync(CommandLine commandLine, ILogger logger)
    {
        var configuration = ServerCommand.Configure(commandLine, logger);
        var ours = configuration.EventDicom;
        var isOwn = ours.ConnectionString.Length == 0;

        using var folder = DataFolderLock.Acquire(ProcessEnvironment.DataFolder);
        DemandFreePorts(configuration);
        if (isOwn && !EmbeddedPostgres.ClusterIn(folder.Folder).Exists) ArchiveOpening.DemandEmptyFolder(ours, folder.Folder);

        // The database starts while the server is put together.
        await using var postgres = isOwn ? EmbeddedPostgres.Begin(folder, logger, CancellationToken.None) : null;
        var connectionString = postgres?.ConnectionString ?? ours.ConnectionString;
        await using var app = EventDicomServer.Assemble(configuration, connectionString, folder.Folder, commandLine, writesCode: false);
        if (postgres is not null) await postgres.Started;
        var blobFolder = ours.BlobFolderIn(folder.Folder);
        await new ArchiveOpening(connectionString, isOwn, blobFolder).OpenAsync(logger, CancellationToken.None);
        foreach (var open in (string[])[.. PrivateFiles.CloseDataFolder(folder.Folder), .. PrivateFiles.CloseBlobFolder(blobFolder)])
            Log.ConfigurationWarning(logger, open);

        EventDicomServer.Map(app, configuration);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(Greeting(configuration, folder.Folder, isOwn)));
        var run = app.Services.GetRequiredService<ServerRun>(); // when RunAsync returns, the services are gone
        await app.RunAsync();
        return run.IsFollowed;
    }

    private static string Greeting(OrthancConfiguration configuration, string folder, bool isOwn)
    {
        var http = configuration.Http;
        var address = http.HttpBindAddresses is [var first, ..] && !first.Equals(IPAddress.Any) && !first.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(first, http.HttpPort).ToString() : $"localhost:{http.HttpPort}";
        var where = !http.HttpServerEnabled ? "without HTTP" : $"{(configuration.Tls.SslEnabled ? "https" : "http")}://{address}";
        return $"{Usage.Version} on {where}, data in {folder}, {(isOwn ? "PostgreSQL of its own" : "with the configured PostgreSQL")}; "
            + $"Ctrl-C or SIGTERM stops it";
    }

    // Before anything is started that would have to be stopped again, with pages of log. Whoever takes the port in between is refused
    // later.
    private static void DemandFreePorts(OrthancConfiguration configuration)
    {
        var (http, dicom) = (configuration.Http, configuration.DicomServer);
        var everywhere = DicomBinding.Everywhere.Addresses;
        if (http.HttpServerEnabled)
            DemandFreePort(
                "HttpPort", http.HttpPort, "HttpBindAddresses", http.HttpBindAddresses is [] ? everywhere : http.HttpBindAddresses);
        if (dicom.DicomServerEnabled)
            DemandFreePort("DicomPort", dicom.DicomPort, "DicomBindAddresses", DicomNetwork.BindingOf(configuration).Addresses);
    }

    private static void DemandFreePort(string option, int port, string addressesOption, IReadOnlyList<IPAddress> addresses)
    {
        if (port == 0) return;
        foreach (var address in addresses)
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (address.Equals(IPAddress.IPv6Any)) probe.DualMode = true;
                probe.Bind(new IPEndPoint(address, port));
                probe.Listen(1);
            }
            catch (SocketException refused)
            {
                throw new StartRefusedException(refused.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => $"Port {port} is in use by another program: stop that, or set \"{option}\"",
                    SocketError.AccessDenied => $"Port {port} may not be used by this account: set \"{option}\" to 1024 or more",
                    _ => $"It is not possible to listen on {new IPEndPoint(address, port)}: {refused.Message}. "
                        + $"\"{addressesOption}\" and \"{option}\" say where",
                });
            }
        }
    }
}
