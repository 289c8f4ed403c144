using EventDicom.Api.Configuration;
using EventDicom.Dicom;

namespace EventDicom.Api;

/// <summary>What <c>PUT /tools/…</c> changes while the server runs; a restart brings the configuration's values back.</summary>
public sealed class ServerSettings(OrthancConfiguration configuration)
{
    /// <summary>The character set of data sets that name none.</summary>
    public DicomEncoding DefaultEncoding { get; set; } =
        DicomEncoding.TryParseName(configuration.DicomServer.DefaultEncoding.ToString(), out var encoding) ? encoding : DicomEncoding.Latin1;

    /// <summary>UIDs of the transfer syntaxes that may be stored over DICOM.</summary>
    public IReadOnlyList<string> AcceptedTransferSyntaxes { get; set; } = TransferSyntaxes.Matching(configuration.DicomServer.AcceptedTransferSyntaxes);

    /// <summary>Whether objects of classes that DICOM does not know may be stored over DICOM.</summary>
    public bool UnknownSopClassAccepted { get; set; } = configuration.DicomServer.UnknownSopClassAccepted;

    /// <summary>Whether <c>/tools/metrics-prometheus</c> shows anything.</summary>
    public bool MetricsEnabled { get; set; } = configuration.MetricsEnabled;
}
