namespace EventDicom.Domain.Blobs;

/// <summary>Tells a full disk or an exhausted quota from every other failure of input and output.</summary>
public static class FullDisk
{
    // What IOException.HResult holds: errno on Unix, a HRESULT on Windows.
    private const int NoSpace = 28, QuotaExceeded = 122, WindowsDiskFull = unchecked((int)0x80070070);

    public static bool Is(Exception failure) => failure is IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull };
}
