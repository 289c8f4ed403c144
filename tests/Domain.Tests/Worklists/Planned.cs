using EventDicom.Dicom;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>Data sets of made-up worklists and queries, from keys and values.</summary>
internal static class Planned
{
    /// <summary>What is planned for Jane: a CT on New Year's Day, and an MR later.</summary>
    public static readonly DicomDataset Jane = Of(
        (DicomTag.PatientID, "P1"), (DicomTag.PatientName, "DOE^JANE"), (DicomTag.PatientBirthDate, "19730707"),
        (DicomTag.AccessionNumber, "A17"), (DicomTag.PregnancyStatus, "4"), (DicomTag.MedicalAlerts, ""))
        .With(
            DicomTag.ScheduledProcedureStepSequence,
            Of((DicomTag.Modality, "CT"), (DicomTag.ScheduledStationAETitle, @"CT1\CT2"),
                (DicomTag.ScheduledProcedureStepStartDate, "20260101"), (DicomTag.ScheduledProcedureStepID, "S1")),
            Of((DicomTag.Modality, "MR"), (DicomTag.ScheduledStationAETitle, "MR1"),
                (DicomTag.ScheduledProcedureStepStartDate, "20260202"), (DicomTag.ScheduledProcedureStepID, "S2")));

    /// <summary>What is planned for John, nobody knows when or where.</summary>
    public static readonly DicomDataset John = Of((DicomTag.PatientID, "P2"), (DicomTag.PatientName, "Doe^John"));

    public static DicomDataset Of(params IEnumerable<(DicomTag Tag, string Value)> values)
    {
        var builder = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8);
        builder.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        foreach (var (tag, value) in values) builder.AddOrUpdate(tag, value);
        return builder.Build();
    }

    public static DicomDataset With(this DicomDataset dataset, DicomTag tag, params IReadOnlyList<DicomDataset> items) =>
        new DicomDatasetBuilder(dataset).AddOrUpdate(new DicomSequence(tag, items)).Build();

    public static DicomDataset With(this DicomDataset dataset, DicomTag tag, DicomVR vr, string value) =>
        new DicomDatasetBuilder(dataset).AddOrUpdate(tag, vr, value).Build();

    /// <summary>All of it as text: tags and values, items in brackets.</summary>
    public static string Shown(this DicomDataset dataset) => string.Join(
        ' ', dataset.Select(item => item is DicomSequence sequence
            ? $"{item.Tag}[{string.Join(" | ", sequence.Items.Select(Shown))}]"
            : $"{item.Tag}={dataset.Text(item.Tag)}"));

    public static string Text(this DicomDataset dataset, DicomTag tag) =>
        dataset.TryGetString(tag, out var text) ? text.TrimEnd(' ', '\0') : "(none)";
}
