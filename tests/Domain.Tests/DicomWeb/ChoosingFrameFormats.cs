using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.DicomWeb;

public sealed class ChoosingFrameFormats
{
    private const string Explicit = "1.2.840.10008.1.2.1";

    [Theory]
    [InlineData(null, null, Explicit)]
    [InlineData("*/*", null, Explicit)]
    [InlineData("application/octet-stream", null, Explicit)]
    [InlineData("application/octet-stream", "1.2.840.10008.1.2.1", Explicit)]
    [InlineData("application/octet-stream", "*", "1.2.840.10008.1.2.4.80")]
    [InlineData("application/octet-stream", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.90")]
    [InlineData("image/jpeg", null, "1.2.840.10008.1.2.4.70")]
    [InlineData("image/jpeg", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.50")]
    [InlineData("image/dicom+jpeg", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.57")]
    [InlineData("image/x-dicom-rle", null, "1.2.840.10008.1.2.5")]
    [InlineData("image/dicom-rle", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.5")]
    [InlineData("image/x-jls", null, "1.2.840.10008.1.2.4.80")]
    [InlineData("image/jls", "*", "1.2.840.10008.1.2.4.80")]
    [InlineData("image/jp2", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.91")]
    [InlineData("image/jpx", null, "1.2.840.10008.1.2.4.92")]
    public void follows_the_table_of_the_standard(string? type, string? syntax, string expected) =>
        new FrameFormat(type, syntax).Choose(DicomTransferSyntax.JPEGLSLossless).Value.UID.ShouldBe(expected);

    [Theory]
    [InlineData("image/jpeg", "1.2.840.10008.1.2.4.90")]
    [InlineData("image/jp2", "1.2.840.10008.1.2.1")]
    [InlineData("image/jp2", "*")]
    [InlineData("image/gif", null)]
    [InlineData("application/dicom", null)]
    [InlineData("application/octet-stream", "1.2.3")]
    public void refuses_what_does_not_belong_together(string type, string? syntax) =>
        new FrameFormat(type, syntax).Choose(DicomTransferSyntax.JPEGLSLossless).Refused!.Error.ShouldBe(OrthancError.BadRequest);

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1.99")]
    [InlineData("1.2.840.10008.1.2.2")]
    public void hands_native_frames_out_in_explicit_little_endian(string stored) =>
        new FrameFormat(null, "*").Choose(DicomTransferSyntax.Lookup(stored)).Value.UID.ShouldBe(Explicit);

    [Theory]
    [InlineData("1.2.840.10008.1.2.1", "application/octet-stream")]
    [InlineData("1.2.840.10008.1.2.4.50", "image/jpeg")]
    [InlineData("1.2.840.10008.1.2.5", "image/dicom-rle")]
    [InlineData("1.2.840.10008.1.2.4.81", "image/jls")]
    [InlineData("1.2.840.10008.1.2.4.90", "image/jp2")]
    [InlineData("1.2.840.10008.1.2.4.93", "image/jpx")]
    [InlineData("1.2.840.10008.1.2.4.110", "image/jxl")]
    [InlineData("1.2.840.10008.1.2.4.201", "image/jphc")]
    public void names_the_type_of_a_syntax(string syntax, string type) =>
        FrameFormat.TypeOf(DicomTransferSyntax.Lookup(syntax)).ShouldBe(type);

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.100", true)]
    [InlineData("1.2.840.10008.1.2.4.103.1", true)]
    [InlineData("1.2.840.10008.1.2.4.108", true)]
    [InlineData("1.2.840.10008.1.2.4.110", false)]
    [InlineData("1.2.840.10008.1.2.4.90", false)]
    [InlineData("1.2.840.10008.1.2.1", false)]
    public void knows_films(string syntax, bool isVideo) => FrameFormat.IsVideo(DicomTransferSyntax.Lookup(syntax)).ShouldBe(isVideo);
}
