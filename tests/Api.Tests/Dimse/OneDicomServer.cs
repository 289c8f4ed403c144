using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Tests that share one server with a DICOM network; each uses patients of its own.</summary>
[CollectionDefinition(nameof(OneDicomServer))]
public sealed class OneDicomServer : ICollectionFixture<DicomFixture>;

/// <summary>
/// A server that listens for associations: <c>KNOWN</c> may do everything, <c>NOTHING</c> nothing; strangers may echo and store.
/// </summary>
public sealed class DicomFixture : SharedServer
{
    protected override IReadOnlyList<(string Name, object Value)> Options =>
    [
        ("DicomServerEnabled", true),
        ("DicomScpTimeout", 5),
        ("StableAge", 1),
        ("CaseSensitivePN", false),
        ("DicomModalities", new Dictionary<string, object>
        {
            ["known"] = new object[] { "KNOWN", "127.0.0.1", 4242 },
            ["nothing"] = new Dictionary<string, object>
            {
                ["AET"] = "NOTHING", ["Host"] = "127.0.0.1", ["Port"] = 4242, ["AllowEcho"] = false, ["AllowStore"] = false,
                    ["AllowFind"] = false,
                ["AllowMove"] = false, ["AllowGet"] = false,
            },
        }),
    ];
}

/// <summary>A made-up file on the disk, for tools that send files.</summary>
internal sealed class SentFile : IDisposable
{
    private SentFile(string path) => Path = path;

    public string Path { get; }

    public static SentFile Of(SyntheticInstance instance)
    {
        var path = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(path, instance.ToBytes());
        return new(path);
    }

    public void Dispose() => File.Delete(Path);
}
