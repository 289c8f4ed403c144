using EventDicom.Dicom;

namespace EventDicom.Domain.Instances;

/// <summary>How received and stored files are read, the same everywhere.</summary>
/// <param name="dictionary">Gives the VRs of implicit syntaxes and of elements of VR UN.</param>
/// <param name="defaultEncoding">The character set, at the moment, of data sets that name none.</param>
/// <param name="largestInMemory">Values of more bytes stay in the file until they are asked for, and can be asked for only as long as it is
/// open.</param>
public sealed class FileReading(DicomDictionary dictionary, Func<DicomEncoding> defaultEncoding, int largestInMemory)
{
    public DicomReadOptions Whole => new() { Dictionary = dictionary, DefaultEncoding = defaultEncoding(), LargeElement = largestInMemory };

    public DicomReadOptions UpToPixels => Whole with { StopBeforePixelData = true };
}
