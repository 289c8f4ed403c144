using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>Which item of a sequence a data set is, and where that lies: to say where the bytes in it can be had.</summary>
/// <param name="Around">The item that holds the sequence; null where the data set of the file does.</param>
/// <param name="Number">Of the item, from 1 on.</param>
internal sealed record DicomModelPlace(DicomModelPlace? Around, DicomTag Sequence, int Number)
{
    /// <summary>The address of an attribute.</summary>
    /// <param name="item">The data set that holds it; null for that of the file.</param>
    public static string AddressOf(string root, DicomModelPlace? item, DicomTag tag) =>
        string.Create(CultureInfo.InvariantCulture, $"{AddressOf(root, item)}/{tag.Value:x8}");

    private static string AddressOf(string root, DicomModelPlace? item) => item is null
        ? root
        : string.Create(CultureInfo.InvariantCulture, $"{AddressOf(root, item.Around)}/{item.Sequence.Value:x8}/{item.Number}");
}
