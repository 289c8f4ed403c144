using EventDicom.Domain.Archives;

namespace EventDicom.Projections.Archives;

/// <summary>What an archive will hold: known before its first byte, and small beside it.</summary>
public sealed record ArchivePlan(IReadOnlyList<SeriesToPack> Series)
{
    public int Instances => Series.Sum(series => series.Instances);

    /// <summary>Bytes of all files.</summary>
    public long Size => Series.Sum(series => series.Size);

    /// <summary>Each series with the folder that it lies in; two resources never share a folder.</summary>
    public IEnumerable<(SeriesToPack Series, string Folder)> Folders()
    {
        var patients = new DistinctNames();
        foreach (var patient in Series.GroupBy(series => series.Patient))
        {
            var first = patient.First();
            var patientFolder = patients.Take(ArchiveNames.Folder(first.PatientId, first.PatientName, ArchiveNames.UnknownPatient));
            var studies = new DistinctNames();
            foreach (var study in patient.GroupBy(series => series.Study))
            {
                first = study.First();
                var studyFolder = studies.Take(ArchiveNames.Folder(first.AccessionNumber, first.StudyDescription, ArchiveNames.UnknownStudy));
                var names = new DistinctNames();
                foreach (var series in study)
                {
                    var folder = names.Take(ArchiveNames.Folder(series.Modality, series.SeriesDescription, ArchiveNames.UnknownSeries));
                    yield return (series, $"{patientFolder}/{studyFolder}/{folder}");
                }
            }
        }
    }
}
