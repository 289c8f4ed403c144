namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>A test that needs CharLS and OpenJPEG.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeCodecsFactAttribute : FactAttribute
{
    public NativeCodecsFactAttribute() => Skip = Missing;

    /// <summary>Why they cannot be used; null when they can.</summary>
    public static string? Missing => CharLs.Installed.IsThere && OpenJpeg.Installed.IsThere ? null
        : "No CharLS or no OpenJPEG (Debian packages libcharls2 and libopenjp2-7)";
}
