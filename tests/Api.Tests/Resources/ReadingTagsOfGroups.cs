using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

[Collection(nameof(OneServer))]
public sealed class ReadingTagsOfGroups(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task shows_the_tags_of_each_instance_under_its_id()
    {
        var first = await server.UploadAsync(SyntheticInstance.Create(_patient));
        var second = await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));

        var tags = await server.JsonAsync($"/series/{first.Text("ParentSeries")}/instances-tags?simplify");

        tags.Names().Order().ShouldBe(new[] { first.Text("ID")!, second.Text("ID")! }.Order());
        tags.GetProperty(second.Text("ID")!).Text("InstanceNumber").ShouldBe("2");
    }

    [LocalPostgresFact]
    public async Task shares_the_tags_that_are_the_same_everywhere()
    {
        var first = await server.UploadAsync(SyntheticInstance.Create(_patient));
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));

        var shared = await server.JsonAsync($"/studies/{first.Text("ParentStudy")}/shared-tags?simplify");

        shared.Text("PatientID").ShouldBe($"SYN{_patient}");
        shared.Names().ShouldNotContain("InstanceNumber");
        (await server.JsonAsync($"/studies/{first.Text("ParentStudy")}/shared-tags")).GetProperty("0010,0020").Text("Name")
            .ShouldBe("PatientID");
    }

    [LocalPostgresFact]
    public async Task shows_the_module_of_a_level()
    {
        var first = await server.UploadAsync(SyntheticInstance.Create(_patient));

        (await server.JsonAsync($"/patients/{first.Text("ParentPatient")}/module?simplify")).Names().ShouldBe(["PatientID", "PatientName"]);
        (await server.JsonAsync($"/studies/{first.Text("ParentStudy")}/module-patient?simplify")).Names()
            .ShouldBe(["PatientID", "PatientName"]);
        (await server.JsonAsync($"/series/{first.Text("ParentSeries")}/module?short")).Names()
            .ShouldBe(["0008,0060", "0020,000e", "0020,0011"]);
    }

    [LocalPostgresFact]
    public async Task orders_slices_along_the_normal_of_their_plane()
    {
        var ids = new List<string?>();
        foreach (var z in (double[])[30, 10, 20])
        {
            var slice = SyntheticInstance.Create(_patient, instance: ids.Count + 1)
                .With(DicomTag.ImagePositionPatient, "DS", string.Create(CultureInfo.InvariantCulture, $"0\\0\\{z}"))
                .With(DicomTag.ImageOrientationPatient, "DS", "1\\0\\0\\0\\1\\0");
            ids.Add((await server.UploadAsync(slice)).Text("ID"));
        }

        var ordered = await server.JsonAsync(
            $"/series/{Domain.OrthancId.OfSeries($"SYN{_patient}", $"2.25.1000.{_patient}.1", $"2.25.1000.{_patient}.1.1")}/ordered-slices");

        ordered.Text("Type").ShouldBe("Volume");
        ordered.GetProperty("Dicom").Texts()
            .ShouldBe([$"/instances/{ids[1]}/file", $"/instances/{ids[2]}/file", $"/instances/{ids[0]}/file"]);
        ordered.GetProperty("Slices").Texts()[0].ShouldBe($"/instances/{ids[1]}/frames/0");
        ordered.GetProperty("SlicesShort")[0].GetRawText().Replace(" ", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal).ShouldBe($"[\"{ids[1]}\",0,1]");
    }

    [LocalPostgresFact]
    public async Task orders_slices_without_geometry_by_their_numbers()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));
        var first = await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 1));

        var ordered = await server.JsonAsync($"/series/{first.Text("ParentSeries")}/ordered-slices");

        ordered.Text("Type").ShouldBe("Sequence");
        ordered.GetProperty("Dicom").Texts()[0].ShouldBe($"/instances/{first.Text("ID")}/file");
    }

    [LocalPostgresFact]
    public async Task cannot_order_slices_that_say_nothing_of_their_order()
    {
        var only = await server.UploadAsync(SyntheticInstance.Create(_patient).Without(DicomTag.InstanceNumber));
        (await SharedServer.RefusalAsync(server.GetAsync($"/series/{only.Text("ParentSeries")}/ordered-slices")))
            .Status.ShouldBe(HttpStatusCode.InternalServerError);
    }
}
