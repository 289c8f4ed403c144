namespace EventDicom.Domain.Archives;

/// <summary>What an archive will hold: known before its first byte, and small beside it.</summary>
public sealed record ArchivePlan(IReadOnlyList<SeriesToPack> Series)
{
    public int Instances => Series.Sum(series => series.Instances);

    /// <summary>Bytes of all files.</summary>
    public long Size => Series.Sum(series => series.Size);

    /// <summary>Each series with the folder that it lies in; two resources never share a folder.</summary>
    /// <param name="utf8">Whether letters beyond ASCII may stay in their names.</param>
    public IEnumerable<(SeriesToPack Series, string Folder)> Folders(bool utf8)
    {
        var patients = new DistinctNames();
        foreach (var patient in Series.GroupBy(series => series.Patient))
        {
            var first = patient.First();
            var patientFolder = patients.Take(ArchiveNames.Folder(ArchiveNames.UnknownPatient, utf8, first.PatientId, first.PatientName));
            var studies = new DistinctNames();
            foreach (var study in patient.GroupBy(series => series.Study))
            {
                first = study.First();
                var studyFolder = studies.Take(
                    ArchiveNames.Folder(ArchiveNames.UnknownStudy, utf8, first.AccessionNumber, first.StudyDescription));
                var names = new DistinctNames();
                foreach (var series in study)
                {
                    var folder = names.Take(ArchiveNames.Folder(ArchiveNames.UnknownSeries, utf8, series.SeriesNumber, series.Modality,
                        series.SeriesDescription));
                    yield return (series, $"{patientFolder}/{studyFolder}/{folder}");
                }
            }
        }
    }
}
