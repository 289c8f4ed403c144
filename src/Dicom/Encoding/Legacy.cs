using System.Text;

namespace EventDicom.Dicom;

/// <summary>The multi-byte encodings that .NET keeps in a provider. What is not valid or cannot be written vanishes.</summary>
internal static class Legacy
{
    public static Encoding GetEncoding(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, new EncoderReplacementFallback(""), new DecoderReplacementFallback(""))
        ?? throw new NotSupportedException($"This platform has no code page {codePage}");
}
