using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>What a data set says about the meaning of a frame's stored values: rescaling (PS3.3 section C.11.1) and window
/// (C.11.2).</summary>
public sealed record DicomGrayscale
{
    private const string RtDose = "1.2.840.10008.5.1.4.1.1.481.2";

    public double Slope { get; init; } = 1;

    public double Intercept { get; init; }

    /// <summary>The first window of the data set, or of the frame; null when there is none.</summary>
    public DicomVoiWindow? Window { get; init; }

    internal LookupTable? ModalityTable { get; private init; }

    internal LookupTable? InterestTable { get; private init; }

    /// <summary>
    /// Reads the attributes of the data set, else of the frame's functional group, else of the shared one (PS3.3 section C.7.6.16). The
    /// doses of RT Dose are not rescaled, as Orthanc leaves them. Numbers that are none count as absent.
    /// </summary>
    /// <param name="frame">From 0 on.</param>
    public static DicomGrayscale Of(DicomDataset dataset, int frame)
    {
        var dose = dataset.TryGetString(DicomTag.SOPClassUID, out var sopClass) && sopClass == RtDose;
        var values = Holder(dataset, frame, DicomTag.RescaleSlope, DicomTag.PixelValueTransformationSequence);
        var window = Holder(dataset, frame, DicomTag.WindowCenter, DicomTag.FrameVOILUTSequence);
        // Half of a pair says nothing, for Orthanc too.
        var (slope, intercept) = !dose && Number(values, DicomTag.RescaleSlope) is { } factor
            && Number(values, DicomTag.RescaleIntercept) is { } summand
            ? (factor, summand)
            : (1, 0);
        return new()
        {
            Slope = slope,
            Intercept = intercept,
            Window = Number(window, DicomTag.WindowCenter) is { } center && Number(window, DicomTag.WindowWidth) is { } width
                ? new(center, width, FunctionOf(window))
                : null,
        };
    }

    /// <summary>The same with the lookup tables that take precedence over rescaling and window in the standard, though not in
    /// Orthanc.</summary>
    /// <exception cref="DicomImageException">A table is damaged.</exception>
    public static DicomGrayscale WithTables(DicomDataset dataset, int frame)
    {
        var signed = dataset.TryGetString(DicomTag.PixelRepresentation, out var text) && text.Trim() == "1";
        var grayscale = Of(dataset, frame);
        var modality = Table(dataset, DicomTag.ModalityLUTSequence, signed);
        return grayscale with
        {
            ModalityTable = modality,
            InterestTable = Table(dataset, DicomTag.VOILUTSequence, modality is null && (signed || grayscale.Intercept < 0)),
        };
    }

    private static LookupTable? Table(DicomDataset dataset, DicomTag sequence, bool signed) =>
        dataset.Find(sequence) is DicomSequence { Items: [var item, ..] }
            ? LookupTable.Read(item, DicomTag.LUTDescriptor, DicomTag.LUTData, segmented: null, signed)
            : null;

    private static DicomDataset? Holder(DicomDataset dataset, int frame, DicomTag tag, DicomTag macro)
    {
        if (dataset.Contains(tag))
            return dataset;

        return Macro(dataset, DicomTag.PerFrameFunctionalGroupsSequence, frame, macro)
            ?? Macro(dataset, DicomTag.SharedFunctionalGroupsSequence, 0, macro);
    }

    private static DicomDataset? Macro(DicomDataset dataset, DicomTag groups, int index, DicomTag macro) =>
        dataset.Find(groups) is DicomSequence sequence && index < sequence.Items.Count
        && sequence.Items[index].Find(macro) is DicomSequence { Items: [var item, ..] } ? item : null;

    private static double? Number(DicomDataset? dataset, DicomTag tag)
    {
        if (dataset is null || !dataset.TryGetString(tag, out var text))
            return null;

        var first = text.AsSpan();
        if (first.IndexOf('\\') is >= 0 and var end)
            first = first[..end];
        return double.TryParse(first.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;
    }

    private static DicomVoiFunction FunctionOf(DicomDataset? dataset) =>
        dataset is not null && dataset.TryGetString(DicomTag.VOILUTFunction, out var text) ? text.Trim() switch
        {
            "LINEAR_EXACT" => DicomVoiFunction.LinearExact,
            "SIGMOID" => DicomVoiFunction.Sigmoid,
            _ => DicomVoiFunction.Linear,
        }
        : DicomVoiFunction.Linear;
}
