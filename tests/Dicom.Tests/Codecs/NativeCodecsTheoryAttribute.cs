namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>A test of several cases that needs CharLS and OpenJPEG, and maybe the tools of DCMTK and GDCM too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeCodecsTheoryAttribute : TheoryAttribute
{
    public NativeCodecsTheoryAttribute(bool withImageTools = false) =>
        Skip = NativeCodecsFactAttribute.Missing ?? (withImageTools ? ImageTools.Missing : null);
}
