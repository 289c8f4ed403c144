using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Domain.Tests.DicomWeb;

public sealed class ChoosingSearchAttributes
{
    [Fact]
    public void a_series_has_those_of_its_study_but_no_counts_of_it()
    {
        var tags = SearchAttributes.At(ResourceLevel.Series, namesStudy: false, namesSeries: false).ToList();

        tags.ShouldContain(DicomTag.PatientName);
        tags.ShouldContain(DicomTag.NumberOfSeriesRelatedInstances);
        tags.ShouldNotContain(DicomTag.NumberOfStudyRelatedSeries);
    }

    [Fact]
    public void what_the_query_names_is_not_repeated_but_for_its_identifier()
    {
        var tags = SearchAttributes.At(ResourceLevel.Instance, namesStudy: true, namesSeries: true).ToList();

        tags.ShouldContain(DicomTag.StudyInstanceUID);
        tags.ShouldContain(DicomTag.SeriesInstanceUID);
        tags.ShouldNotContain(DicomTag.PatientName);
        tags.ShouldNotContain(DicomTag.Modality);
        tags.ShouldContain(DicomTag.Rows);
    }
}
