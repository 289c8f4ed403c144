using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>A shared library of the system that may be missing. Looked for once.</summary>
/// <param name="file">The name with the version of its interface, as the dynamic linker knows it.</param>
/// <param name="package">The Debian package that brings it.</param>
internal sealed class CodecLibrary(string file, string package, string purpose)
{
    private readonly Lazy<bool> _isThere = new(() => NativeLibrary.TryLoad(file, typeof(CodecLibrary).Assembly, searchPath: null, out _));

    public bool IsThere => _isThere.Value;

    /// <exception cref="DicomCodecException">The library is missing.</exception>
    public void Require()
    {
        if (!IsThere)
            throw new DicomCodecException(
                $"{purpose} needs {file} (Debian package {package}), which is not installed") { IsUnsupported = true };
    }
}
