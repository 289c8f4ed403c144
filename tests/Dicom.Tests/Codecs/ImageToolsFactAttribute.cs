namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>A test that needs the compressors and decompressors of DCMTK and GDCM.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ImageToolsFactAttribute : FactAttribute
{
    public ImageToolsFactAttribute() => Skip = ImageTools.Missing;
}
