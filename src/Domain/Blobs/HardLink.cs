using System.Runtime.InteropServices;

namespace EventDicom.Domain.Blobs;

/// <summary>A second name for a file.</summary>
internal static partial class HardLink
{
    /// <returns><c>false</c> where the file system has no such links, or the name is taken.</returns>
    public static bool TryCreate(string existing, string name) => OperatingSystem.IsLinux() && Link(existing, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
