namespace EventDicom.Domain.Tests;

public sealed class PublicIdentifiers
{
    [Theory]
    [InlineData("ozp00SjY2xG", "6816cb19-844d5aee-85245eba-28e841e6-2414fae2")]
    [InlineData("P", "511993d3-c99719e3-8a677907-3019dacd-7178ddb9")]
    [InlineData("é", "bf15be71-7ac1b080-b4f1c456-69282589-1ff5073d")]
    [InlineData("ABC", "3c01bdbb-26f358ba-b27f2679-24aa2c9a-03fcfdb8")]
    [InlineData(" ABC", "50ecffbe-1010d1e2-0d5c240a-3e283132-f68a6114")]
    [InlineData("", "da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709")]
    public void of_patients_are_those_of_Orthanc(string patientId, string expected) =>
        OrthancId.OfPatient(patientId).Value.ShouldBe(expected);

    [Fact]
    public void of_studies_series_and_instances_are_those_of_Orthanc()
    {
        OrthancId.OfStudy("P", "1.2").Value.ShouldBe("38213a87-6c701570-228f8693-27cc2a0f-f5f6ede7");
        OrthancId.OfSeries("P", "1.2", "1.2.3").Value.ShouldBe("96876a06-3ffa75ed-2ae4d7b1-e132c0d3-0361abba");
        OrthancId.OfInstance("P", "1.2", "1.2.3", "1.2.3.4").Value.ShouldBe("45ee1518-507b741a-aab5bb28-d6831be1-d449663a");
    }
}
