using EventDicom.Api.Configuration;
using EventDicom.Dicom;

namespace EventDicom.Api;

/// <summary>What <c>PUT /tools/…</c> changes while the server runs; a restart brings the configuration's values back.</summary>
public sealed class ServerSettings(OrthancConfiguration configuration)
{
    /// <summary>The character set of data sets that name none.</summary>
    public DicomEncoding DefaultEncoding { get; set; } =
        DicomEncoding.TryParseName(configuration.DicomServer.DefaultEncoding.ToString(), out var encoding) ? encoding : DicomEncoding.Latin1;
}
