using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary>Opens the stored files of instances and reads their data sets, up to the pixels.</summary>
public sealed class InstanceFiles(ResourceQueries queries, IBlobStore blobs, DicomDictionary dictionary, ServerSettings settings)
{
    public DicomJsonOptions JsonOptions { get; } = new() { Dictionary = dictionary };

    /// <summary>The file of one instance at or below a resource, the first that arrived; <c>null</c> when there is none.</summary>
    public async Task<InstanceFile?> FirstBelowAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        await foreach (var file in queries.FilesAsync(level, id, ct)) return file;
        return null;
    }

    /// <summary>The data set up to PixelData, as Orthanc shows it.</summary>
    public Task<DicomFile> ReadAsync(InstanceFile file, CancellationToken ct) => ReadAsync(file, whole: false, ct);

    /// <param name="whole">Whether to read what follows PixelData too.</param>
    public Task<DicomFile> ReadAsync(InstanceFile file, bool whole, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var options = new DicomReadOptions { Dictionary = dictionary, DefaultEncoding = settings.DefaultEncoding, StopBeforePixelData = !whole };
        using var stream = blobs.Open(file.Stored);
        return Task.FromResult(DicomFile.Open(stream, options));
    }

    /// <summary>The data set with its pixels, which stay in the file until they are asked for.</summary>
    public OpenInstance OpenWhole(InstanceFile file)
    {
        var stream = blobs.Open(file.Stored);
        try
        {
            return new(stream, DicomFile.Open(stream, new DicomReadOptions { Dictionary = dictionary, DefaultEncoding = settings.DefaultEncoding }));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public Stream Open(InstanceFile file) => blobs.Open(file.Stored);
}

/// <summary>A data set whose large values are read from the stored file as long as this is not disposed of.</summary>
public sealed class OpenInstance(Stream stream, DicomFile file) : IDisposable
{
    public DicomFile File { get; } = file;

    public void Dispose() => stream.Dispose();
}
