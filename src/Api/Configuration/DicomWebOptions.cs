namespace EventDicom.Api.Configuration;

/// <summary>DICOMweb, under the options of Orthanc's plugin: the section <c>DicomWeb</c> of the configuration.</summary>
public sealed record DicomWebOptions
{
    /// <summary>Where its routes are: begins with a slash, does not end with one.</summary>
    public required string Root { get; init; }

    public bool EnableWado { get; init; }

    /// <summary>Where WADO-URI is, spelled like <see cref="Root"/>.</summary>
    public required string WadoRoot { get; init; }

    internal static DicomWebOptions Read(OptionReader options)
    {
        var web = new DicomWebOptions
        {
            Root = Route(options.Text(nameof(Root), "/dicom-web/")),
            EnableWado = options.Flag(nameof(EnableWado), true),
            WadoRoot = Route(options.Text(nameof(WadoRoot), "/wado")),
        };
        options.NotYet("there is no DICOMweb yet", nameof(Root), nameof(EnableWado), nameof(WadoRoot));
        return web;
    }

    private static string Route(string text) => "/" + text.Trim('/');
}
