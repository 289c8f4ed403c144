using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// What an instance holds in place of frames: a PDF (PS3.3 annex A.45.1), or a film in the fragments of its pixel data (PS3.5 annex A.4).
/// </summary>
/// <param name="values">The pieces of it, as long as the file is open.</param>
/// <param name="length">Bytes of all of them together.</param>
internal sealed class EncapsulatedContent(string mediaType, IReadOnlyList<DicomContentAnswer.Value> values, long length)
{
    private const string Pdf = "application/pdf";

    // Of the syntaxes of films those of MPEG-2.
    private static readonly string[] s_mpeg2 = ["1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101"];

    /// <returns><c>null</c> where the instance holds none.</returns>
    public static EncapsulatedContent? Find(DicomFile file)
    {
        if (FrameFormat.IsVideo(file.TransferSyntax))
            return Of(file, DicomTag.PixelData, IsMpeg2(file.TransferSyntax) ? "video/mpeg" : "video/mp4", skipped: 1);
        return file.Dataset.TryGetString(DicomTag.MIMETypeOfEncapsulatedDocument, out var type) && type.Trim() == Pdf
            ? Of(file, DicomTag.EncapsulatedDocument, Pdf, skipped: 0)
            : null;
    }

    public async Task AnswerAsync(HttpResponse response, CancellationToken ct)
    {
        response.ContentType = mediaType;
        response.ContentLength = length;
        foreach (var value in values) await value.CopyToAsync(response.Body, ct);
    }

    private static EncapsulatedContent? Of(DicomFile file, DicomTag tag, string mediaType, int skipped) =>
        DicomBulkData.Find(file.Dataset, tag.ToString()) is DicomBulkData.Found { Values: var values } && values.Count > skipped
            ? new(mediaType, [.. values.Skip(skipped)], values.Skip(skipped).Sum(value => value.Length))
            : null;

    private static bool IsMpeg2(DicomTransferSyntax syntax) => s_mpeg2.Any(uid => syntax.UID == uid || syntax.UID == $"{uid}.1");
}
