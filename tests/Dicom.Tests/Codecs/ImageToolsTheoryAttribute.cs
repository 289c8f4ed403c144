namespace EventDicom.Dicom.Tests.Codecs;

/// <inheritdoc cref="ImageToolsFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ImageToolsTheoryAttribute : TheoryAttribute
{
    public ImageToolsTheoryAttribute() => Skip = ImageTools.Missing;
}
