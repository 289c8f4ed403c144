using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary>
/// Opens the stored files of instances. A data set is never handed out without the file that it is read from: values that are not in memory can be asked for
/// as long as the two are open.
/// </summary>
public sealed class InstanceFiles(ResourceQueries queries, IBlobStore blobs, DicomDictionary dictionary, FileReading reading)
{
    public DicomJsonOptions JsonOptions { get; } = new() { Dictionary = dictionary };

    /// <summary>The file of one instance at or below a resource, the first that arrived; <c>null</c> when there is none.</summary>
    public async Task<InstanceFile?> FirstBelowAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        await foreach (var file in queries.FilesAsync(level, id, ct)) return file;
        return null;
    }

    /// <summary>The data set up to PixelData, as Orthanc shows it.</summary>
    public OpenInstance OpenUpToPixels(InstanceFile file) => Open(file, reading.UpToPixels);

    /// <summary>The data set with its pixels.</summary>
    public OpenInstance OpenWhole(InstanceFile file) => Open(file, reading.Whole);

    public Stream Open(InstanceFile file) => blobs.Open(file.Stored);

    private OpenInstance Open(InstanceFile file, DicomReadOptions options)
    {
        var stream = blobs.Open(file.Stored);
        try
        {
            return new(stream, DicomFile.Open(stream, options));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

/// <summary>A data set whose large values are read from the stored file as long as this is not disposed of.</summary>
public sealed class OpenInstance(Stream stream, DicomFile file) : IDisposable
{
    public DicomFile File { get; } = file;

    public void Dispose() => stream.Dispose();
}
