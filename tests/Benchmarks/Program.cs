using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventDicom.Benchmarks;
using EventDicom.Benchmarks.Codecs;
using EventDicom.Benchmarks.Corpus;

try
{
    var commandLine = CommandLine.Parse(args);
    switch (commandLine.Words)
    {
        case []:
            Console.WriteLine(CommandLine.Usage);
            return 2;
        case ["corpus", var folder]:
            new InstanceTemplate(commandLine.Shape(0)).WriteTo(folder);
            return 0;
        case ["codecs"]:
            CodecSpeed.Print(commandLine.Time);
            return 0;
        case ["fill", var connectionString]:
            await ArchiveOfEvents.FillAsync(connectionString, commandLine.Archive.Studies, commandLine.Archive.Instances);
            return 0;
        case ["ports", var number]:
            PrintFreePorts(int.Parse(number, CultureInfo.InvariantCulture));
            return 0;
        default:
            new Runner(commandLine).Run();
            return 0;
    }
}
catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static void PrintFreePorts(int number)
{
    // All are held until the last is found, so that no port is printed twice.
    var listeners = Enumerable.Range(0, number).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
    foreach (var listener in listeners) listener.Start();
    foreach (var listener in listeners) Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
    foreach (var listener in listeners) listener.Dispose();
}
