namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A file on the disk for other programs to read, written by ours; gone when disposed of.</summary>
internal sealed class TemporaryDicomFile : IDisposable
{
    public TemporaryDicomFile(DicomFile file, DicomTransferSyntax syntax, DicomWriteOptions? options = null)
    {
        Path = System.IO.Path.GetTempFileName();
        using var stream = File.Create(Path);
        DicomFile.Create(file.Dataset, syntax, file.FileMetaInfo).Save(stream, options);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
