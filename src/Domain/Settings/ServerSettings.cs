using EventDicom.Dicom;

namespace EventDicom.Domain.Settings;

/// <summary>What <c>PUT /tools/…</c> changes while the server runs; a restart brings the configuration's values back.</summary>
public sealed class ServerSettings(DicomServerOptions configured, bool metricsEnabled)
{
    /// <summary>The character set of data sets that name none.</summary>
    public DicomEncoding DefaultEncoding { get; set; } =
        DicomEncoding.TryParseName(configured.DefaultEncoding.ToString(), out var encoding) ? encoding : DicomEncoding.Latin1;

    /// <summary>UIDs of the transfer syntaxes that may be stored over DICOM.</summary>
    public IReadOnlyList<string> AcceptedTransferSyntaxes { get; set; } = TransferSyntaxes.Matching(configured.AcceptedTransferSyntaxes);

    /// <summary>Whether objects of classes that DICOM does not know may be stored over DICOM.</summary>
    public bool UnknownSopClassAccepted { get; set; } = configured.UnknownSopClassAccepted;

    /// <summary>Whether <c>/tools/metrics-prometheus</c> shows anything.</summary>
    public bool MetricsEnabled { get; set; } = metricsEnabled;
}
