using EventDicom.Domain.Instances;
using EventDicom.Domain.Limits;

namespace EventDicom.Api.Configuration;

/// <summary>What is stored, how much of it, and how its bytes are kept.</summary>
public sealed record StorageOptions
{
    /// <summary>MB (of 1,048,576 bytes) that all files together may have, 0 is no limit.</summary>
    public int MaximumStorageSize { get; init; }

    /// <summary>0 is no limit.</summary>
    public int MaximumPatientCount { get; init; }

    public MaximumStorageMode MaximumStorageMode { get; init; }

    /// <summary>MB of memory for what is read often.</summary>
    public int MaximumStorageCacheSize { get; init; }

    /// <summary>Whether a received instance is stored at all; without it, it is only indexed for the moment.</summary>
    public bool StoreDicom { get; init; }

    /// <summary>Whether an instance that is there already is replaced by a new one of the same identifiers.</summary>
    public OverwriteMode OverwriteInstances { get; init; }

    /// <summary>Whether everything is refused that would change the archive.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How many archives of finished jobs are kept.</summary>
    public int MediaArchiveSize { get; init; }

    /// <summary>Whether what is stored from now on is kept compressed.</summary>
    public bool StorageCompression { get; init; }

    /// <summary>Whether changing metadata and attachments needs the current revision.</summary>
    public bool CheckRevisions { get; init; }

    /// <summary>Whether an archive that is asked for synchronously is sent while it is made.</summary>
    public bool SynchronousZipStream { get; init; }

    /// <summary>Whether names in archives are UTF-8 where a request does not say; else they are ASCII.</summary>
    public bool ZipUseUtf8 { get; init; }

    /// <summary>MB that a file may have to be put into an archive, 0 is no limit.</summary>
    public int MaximumFileSizeInArchiveMB { get; init; }

    /// <summary>What the three options above say together.</summary>
    public StorageLimits Limits =>
        new(MaximumStorageSize * 1024L * 1024L, MaximumPatientCount, MaximumStorageMode == MaximumStorageMode.Reject);

    internal static StorageOptions Read(OptionReader options)
    {
        const string ReadsAhead = "archives read ahead by themselves";
        const string Folder = "files are kept in \"EventDicom.BlobFolder\", and the index in PostgreSQL";
        options.Unsupported("StorageDirectory", "OrthancStorage", Folder);
        options.Unsupported("IndexDirectory", "OrthancStorage", Folder);
        options.Unsupported("TemporaryDirectory", "",
            "uploads wait in \"EventDicom.BlobFolder\", from where they are moved without a copy");
        options.Unsupported("StoreMD5ForAttachments", true, "checksums are always kept");
        options.Unsupported("SyncStorageArea", true, "an instance that was acknowledged is always on the disk");
        options.Unsupported("ZipLoaderThreads", 0, ReadsAhead);
        options.Unsupported("LoaderThreads", null, ReadsAhead);
        options.Unsupported("SequentialDicomReaderThreadsCount", 4, ReadsAhead);
        options.Unsupported("StorageLoaderThreadsCount", 4, ReadsAhead);
        options.Unsupported("StorageMemoryCapacity", 512, "one memory limit holds for all requests");
        var storage = new StorageOptions
        {
            MaximumStorageSize = options.Number(nameof(MaximumStorageSize), 0),
            MaximumPatientCount = options.Number(nameof(MaximumPatientCount), 0),
            MaximumStorageMode = options.Choice(nameof(MaximumStorageMode), MaximumStorageMode.Recycle),
            MaximumStorageCacheSize = options.Number(nameof(MaximumStorageCacheSize), 128),
            StoreDicom = options.Flag(nameof(StoreDicom), true),
            OverwriteInstances = options.FlagOrChoice(nameof(OverwriteInstances), OverwriteMode.Never, off: OverwriteMode.Never,
                on: OverwriteMode.Always),
            MediaArchiveSize = options.Number(nameof(MediaArchiveSize), 1),
            StorageCompression = options.Flag(nameof(StorageCompression), false),
            ReadOnly = options.Flag(nameof(ReadOnly), false),
            CheckRevisions = options.Flag(nameof(CheckRevisions), false),
            SynchronousZipStream = options.Flag(nameof(SynchronousZipStream), true),
            ZipUseUtf8 = options.Flag(nameof(ZipUseUtf8), false),
            MaximumFileSizeInArchiveMB = options.Number(nameof(MaximumFileSizeInArchiveMB), 4096),
        };
        options.NotYet("the operating system keeps in memory what is read often", nameof(MaximumStorageCacheSize));
        options.NotYet("what is received is always stored", nameof(StoreDicom));
        options.NotYet("an archive is always sent while it is made", nameof(SynchronousZipStream));
        return storage;
    }
}
