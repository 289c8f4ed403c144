using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb;

/// <summary>The forms of frames that a request accepts.</summary>
internal static class FrameFormats
{
    private static readonly FrameFormat s_default = new(null, null);

    /// <summary>The best first.</summary>
    /// <exception cref="OrthancException">Error 3: no entry is for a multipart answer.</exception>
    public static IReadOnlyList<FrameFormat> Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return [s_default];
        var formats = MediaRange.Of(request).Where(range => range.Type is ModelTypes.Multipart or "*/*" or "multipart/*")
            .Select(range => new FrameFormat(range["type"], range["transfer-syntax"])).ToList();
        return formats.Count > 0
            ? formats
            : throw new OrthancException(
                OrthancError.ParameterOutOfRange,
                $"This needs 'Accept: multipart/related' with one of the types {FrameFormat.All}, or */*");
    }

    /// <summary>Of several forms that in which the frames are stored, else the best that there is.</summary>
    /// <returns>The syntax to deliver; error 8 where none of the forms makes sense.</returns>
    public static Answer<DicomTransferSyntax> Choose(IReadOnlyList<FrameFormat> formats, DicomTransferSyntax stored)
    {
        var choices = formats.Select(format => format.Choose(stored)).ToList();
        var possible = choices.Where(choice => choice.Refused is null).ToList();
        return possible.Find(choice => choice.Value.Equals(stored)) ?? possible.FirstOrDefault() ?? choices[0];
    }
}
