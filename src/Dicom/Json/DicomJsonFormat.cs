using System.Diagnostics.CodeAnalysis;

namespace EventDicom.Dicom;

/// <summary>Orthanc's three ways to show a data set.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Orthanc's word for it")]
public enum DicomJsonFormat
{
    /// <summary>gggg,eeee → name, type and value.</summary>
    Full,

    /// <summary>gggg,eeee → value.</summary>
    Short,

    /// <summary>Name → value. Of several elements with the same name only the last is shown.</summary>
    Simplify,
}
