using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Domain.Tests.Finding;

public sealed class KnowingWhereTagsAre
{
    [Theory]
    [InlineData("PatientName", ResourceLevel.Instance, TagPlace.Kept, ResourceLevel.Patient)]
    [InlineData("StudyDate", ResourceLevel.Study, TagPlace.Kept, ResourceLevel.Study)]
    [InlineData("Modality", ResourceLevel.Instance, TagPlace.Kept, ResourceLevel.Series)]
    [InlineData("Modality", ResourceLevel.Study, TagPlace.Below, ResourceLevel.Series)]
    [InlineData("SOPInstanceUID", ResourceLevel.Patient, TagPlace.Below, ResourceLevel.Instance)]
    [InlineData("TimezoneOffsetFromUTC", ResourceLevel.Series, TagPlace.Kept, ResourceLevel.Series)]
    [InlineData("TimezoneOffsetFromUTC", ResourceLevel.Study, TagPlace.Kept, ResourceLevel.Study)]
    [InlineData("ModalitiesInStudy", ResourceLevel.Study, TagPlace.Computed, ResourceLevel.Study)]
    [InlineData("ModalitiesInStudy", ResourceLevel.Series, TagPlace.ComputedElsewhere, ResourceLevel.Study)]
    [InlineData("NumberOfPatientRelatedStudies", ResourceLevel.Patient, TagPlace.Computed, ResourceLevel.Patient)]
    [InlineData("SOPClassUID", ResourceLevel.Instance, TagPlace.Computed, ResourceLevel.Instance)]
    [InlineData("SOPClassUID", ResourceLevel.Study, TagPlace.File, ResourceLevel.Study)]
    [InlineData("Rows", ResourceLevel.Study, TagPlace.File, ResourceLevel.Study)]
    public void tells_the_index_from_files(string tag, ResourceLevel level, TagPlace place, ResourceLevel owner)
    {
        DicomDictionary.Default.TryParseTag(tag, out var parsed).ShouldBeTrue();
        TagSource.Of(parsed, level, MainDicomTags.Default).ShouldBe(new(place, owner));
    }
}
