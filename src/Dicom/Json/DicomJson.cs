using System.Text.Json;

namespace EventDicom.Dicom;

/// <summary>Data sets in Orthanc's JSON. Members of objects come in the ordinal order of their names.</summary>
public static class DicomJson
{
    /// <summary>
    /// Writes an object with the elements of a data set: text as it is, numbers in decimal and joined by backslashes, null for bytes, for
    /// pixel data and for text that is too long. Elements of the file meta information are left out.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, DicomDataset dataset, DicomJsonFormat format, DicomJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(dataset);
        new DicomJsonWriter(writer, format, options ?? DicomJsonOptions.Default).WriteDataset(dataset);
    }

    /// <summary>Writes an object with the elements of the file meta information (group 0002) that are text or numbers.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, DicomDataset fileMetaInfo, DicomJsonFormat format,
        DicomJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(fileMetaInfo);
        new DicomJsonWriter(writer, format, options ?? DicomJsonOptions.Default).WriteHeader(fileMetaInfo);
    }
}
