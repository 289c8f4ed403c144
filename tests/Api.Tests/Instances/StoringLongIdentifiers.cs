using System.Security.Cryptography;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Modifying.Rewriting;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

/// <summary>Identifiers that no standard allows, but a file can hold: longer than an entry of an ordinary index.</summary>
[Collection(nameof(OneServer))]
public sealed class StoringLongIdentifiers(SharedServer server)
{
    public static TheoryData<string, int> Members
    {
        get
        {
            var members = new TheoryData<string, int>();
            foreach (var tag in (string[])["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
                foreach (var length in (int[])[3_000, 9_000, 65_000])
                    members.Add(tag, length);
            return members;
        }
    }

    [LocalPostgresTheory]
    [MemberData(nameof(Members))]
    public async Task stores_and_finds_them(string name, int length)
    {
        // What compresses well would fit into an index all the same.
        var identifier = Convert.ToHexString(RandomNumberGenerator.GetBytes(length / 2));
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).With(name switch
        {
            "PatientID" => DicomTag.PatientID,
            "StudyInstanceUID" => DicomTag.StudyInstanceUID,
            "SeriesInstanceUID" => DicomTag.SeriesInstanceUID,
            _ => DicomTag.SOPInstanceUID,
        }, identifier);

        var stored = await server.UploadAsync(instance);

        stored.Text("Status").ShouldBe("Success");
        using var found = await server.PostAsync("/tools/lookup", System.Text.Encoding.ASCII.GetBytes(identifier), "text/plain");
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonElement.Parse(await found.Content.ReadAsStringAsync()).GetArrayLength().ShouldBe(1);
        using var deleted = await server.DeleteAsync($"/patients/{stored.Text("ParentPatient")}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
