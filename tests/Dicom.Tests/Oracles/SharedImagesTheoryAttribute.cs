using EventDicom.Dicom.Tests.Codecs;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A test for each shared sample file that needs the tools of DCMTK and GDCM, CharLS and OpenJPEG.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedImagesTheoryAttribute : TheoryAttribute
{
    public SharedImagesTheoryAttribute() => Skip = SharedData.Missing ?? ImageTools.Missing ?? NativeCodecsFactAttribute.Missing;
}
