using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Settings;

namespace EventDicom.Domain.DicomWeb;

/// <summary>
/// In which form frames are wanted: a media type, and a transfer syntax that belongs to it (PS3.18 section 8.7.3, table 8.7.3-5).
/// </summary>
/// <param name="Type">The media type of a part; <c>null</c> for any.</param>
/// <param name="TransferSyntax">A UID; <c>*</c> for that of the file; <c>null</c> for the default of the type.</param>
public sealed record FrameFormat(string? Type, string? TransferSyntax)
{
    private const string AsStored = "*";
    private const string Bytes = "application/octet-stream";

    // The first of each is the one that is meant where none is named. Names of 2014 (application or image, dicom+…) are known, too.
    private static readonly (string[] Types, string[] Syntaxes)[] s_compressed =
    [
        (["image/jpeg", "image/dicom+jpeg"], [$"{Jpeg}.70", $"{Jpeg}.50", $"{Jpeg}.51", $"{Jpeg}.57"]),
        (["image/dicom-rle", "image/x-dicom-rle", "image/dicom+rle"], ["1.2.840.10008.1.2.5"]),
        (["image/jls", "image/x-jls", "image/dicom+jpeg-ls"], [$"{Jpeg}.80", $"{Jpeg}.81"]),
        (["image/jp2", "image/dicom+jp2"], [$"{Jpeg}.90", $"{Jpeg}.91"]),
        (["image/jpx", "image/dicom+jpx"], [$"{Jpeg}.92", $"{Jpeg}.93"]),
        (["image/jxl"], [$"{Jpeg}.110", $"{Jpeg}.111", $"{Jpeg}.112"]),
        (["image/jphc"], [$"{Jpeg}.201", $"{Jpeg}.202", $"{Jpeg}.203"]),
    ];

    private const string Jpeg = "1.2.840.10008.1.2.4";

    /// <summary>The types that can be asked for, for those who asked for others.</summary>
    public static string All => string.Join(", ", s_compressed.Select(format => format.Types[0]).Prepend(Bytes));

    /// <summary>The media type of a frame in a syntax.</summary>
    public static string TypeOf(DicomTransferSyntax syntax) =>
        s_compressed.FirstOrDefault(format => format.Syntaxes.Contains(syntax.UID)).Types?[0] ?? Bytes;

    /// <summary>Films have no frames that could be had one by one.</summary>
    public static bool IsVideo(DicomTransferSyntax syntax) =>
        syntax.UID.StartsWith($"{Jpeg}.10", StringComparison.Ordinal) && syntax.UID[Jpeg.Length..].TrimStart('.').Split('.')[0].Length == 3;

    /// <summary>The syntax to deliver the frames of a file in.</summary>
    /// <param name="stored">That of the file.</param>
    /// <returns>Error 8: type and syntax do not belong together.</returns>
    public Answer<DicomTransferSyntax> Choose(DicomTransferSyntax stored)
    {
        // What is not encapsulated leaves in the one native syntax that everybody reads.
        var asStored = stored.IsEncapsulated ? stored : DicomTransferSyntax.ExplicitVRLittleEndian;
        if (Type is null or "*/*" or Bytes)
        {
            return TransferSyntax switch
            {
                null => DicomTransferSyntax.ExplicitVRLittleEndian,
                AsStored => asStored,
                _ when TransferSyntaxes.IsKnown(TransferSyntax) => DicomTransferSyntax.Lookup(TransferSyntax),
                _ => Incompatible,
            };
        }

        var format = s_compressed.FirstOrDefault(format => format.Types.Contains(Type, StringComparer.OrdinalIgnoreCase));
        if (format.Syntaxes is null) return Incompatible;
        if (TransferSyntax is null) return DicomTransferSyntax.Lookup(format.Syntaxes[0]);
        if (TransferSyntax == AsStored) return format.Syntaxes.Contains(asStored.UID) ? asStored : Incompatible;
        return format.Syntaxes.Contains(TransferSyntax) ? DicomTransferSyntax.Lookup(TransferSyntax) : Incompatible;
    }

    private Refused Incompatible => new(
        OrthancError.BadRequest,
        $"Transfer syntax \"{TransferSyntax}\" is incompatible with media type \"{Type}\"; frames can be had as {All}");
}
