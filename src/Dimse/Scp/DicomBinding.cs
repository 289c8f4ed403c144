using System.Net;
using System.Net.Sockets;

namespace EventDicom.Dimse.Scp;

/// <summary>The addresses of this machine that the DICOM server listens on.</summary>
public sealed record DicomBinding(IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>All there are.</summary>
    public static DicomBinding Everywhere { get; } = new([Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any]);
}
