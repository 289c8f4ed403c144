using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>Modifications of studies that say who the patient is: they must agree with what the archive knows of a patient who has other
/// studies.</summary>
[Collection(nameof(OneServer))]
public sealed class MeetingOtherPatients(SharedServer server)
{
    // MINE has one study, the one that is modified; TWO has two of them and a name, and neither birth date nor sex.
    [LocalPostgresTheory]
    // Nobody has that ID, or nobody but the study that is modified
    [InlineData("""{"Replace":{"PatientID":"NOBODY"},"Force":true}""", 0)]
    [InlineData("""{"Replace":{"PatientID":"NOBODY","PatientName":"Some^One","PatientBirthDate":"19700101"},"Force":true}""", 0)]
    [InlineData("""{"Replace":{"PatientName":"Some^One"}}""", 0)]
    [InlineData("""{"Replace":{"PatientBirthDate":"19700101"}}""", 0)]
    [InlineData("""{"Replace":{"PatientID":"MINE","PatientName":"Some^One"},"Force":true}""", 0)]
    // Who has other studies is as the archive knows her
    [InlineData("""{"Replace":{"PatientID":"TWO","PatientName":"Name^Two"},"Force":true}""", 0)]
    [InlineData("""{"Replace":{"PatientID":"TWO"},"Force":true}""", 8)]
    [InlineData("""{"Replace":{"PatientID":"TWO","PatientName":"Some^One"},"Force":true}""", 8)]
    [InlineData("""{"Replace":{"PatientID":"TWO","PatientName":"Name^Two","PatientBirthDate":"19700101"},"Force":true}""", 8)]
    [InlineData("""{"Replace":{"PatientID":"TWO","PatientName":"Name^Two","PatientSex":"F"},"Force":true}""", 8)]
    // What is no main tag of patients is free
    [InlineData("""{"Replace":{"PatientComments":"x"}}""", 0)]
    public async Task must_agree_with_those_who_have_other_studies(string body, int error)
    {
        var (mine, two) = (NewPatient(), NewPatient());
        var study = (await server.UploadAsync(SyntheticInstance.Create(mine))).Text("ParentStudy");
        for (var number = 1; number <= 2; number++)
            await server.UploadAsync(SyntheticInstance.Create(two, number).With(DicomTag.PatientName, "Name^Two"));
        var sent = body.Replace("NOBODY", $"NOBODY{mine}", StringComparison.Ordinal).Replace("MINE", $"SYN{mine}", StringComparison.Ordinal)
            .Replace("\"TWO\"", $"\"SYN{two}\"", StringComparison.Ordinal);

        using var answer = await server.AskAsync($"/studies/{study}/modify", sent);

        if (error == 0) answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        else (await RefusalAsync(Task.FromResult(answer))).Error.ShouldBe(error);
    }

    [LocalPostgresFact]
    public async Task must_agree_with_its_own_patient_when_that_one_has_other_studies()
    {
        var patient = NewPatient();
        var study = (await server.UploadAsync(SyntheticInstance.Create(patient, 1))).Text("ParentStudy");
        await server.UploadAsync(SyntheticInstance.Create(patient, 2));

        (await RefusalAsync(server.AskAsync($"/studies/{study}/modify", """{"Replace":{"PatientName":"Some^One"}}"""))).Error.ShouldBe(8);
        (await RefusalAsync(server.AskAsync($"/studies/{study}/modify", """{"Replace":{"PatientSex":"F"}}"""))).Error.ShouldBe(8);
        await server.AnswerAsync($"/studies/{study}/modify", $$$"""{"Replace":{"PatientName":"Synthetic^Patient{{{patient}}}"}}""");
        // The rule is one of studies: a series takes its patient along.
        var series = (await server.JsonAsync($"/studies/{study}")).GetProperty("Series")[0].GetString();
        await server.AnswerAsync($"/series/{series}/modify", """{"Replace":{"PatientName":"Some^One"}}""");
    }
}
