using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

/// <summary>What is shown of values whose form the file leaves open, or has otherwise than it should.</summary>
[Collection(nameof(OneServer))]
public sealed class TellingTheFormOfValues(SharedServer server)
{
    private static readonly DicomTag s_creator = new(0x0009, 0x0010), s_private = new(0x0009, 0x1001),
        s_privateSequence = new(0x0009, 0x1002);

    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresTheory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    public async Task shows_bytes_of_unknown_attributes_as_null_and_of_known_texts_as_text(string syntax)
    {
        var item = SyntheticDataset.Empty.With(s_creator, "LO", "NOBODY").WithBytes(s_private, "UN", "inner"u8.ToArray());
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient).WithTransferSyntax(syntax)
            .With(s_creator, "LO", "NOBODY").WithBytes(s_private, "UN", "plain "u8.ToArray()).WithSequence(s_privateSequence, item)
            .WithBytes(DicomTag.StudyDescription, "UN", "Scan\0"u8.ToArray()))).Text("ID");

        var tags = await server.JsonAsync($"/instances/{id}/tags");
        (tags.GetProperty("0009,1001").Text("Type"), tags.GetProperty("0009,1001").Text("PrivateCreator")).ShouldBe(("Null", "NOBODY"));
        (tags.GetProperty("0008,1030").Text("Type"), tags.GetProperty("0008,1030").Text("Value")).ShouldBe(("String", "Scan"));
        if (syntax == SyntheticInstance.ImplicitVRLittleEndian) return; // nothing says there that it is a sequence

        var sequence = tags.GetProperty("0009,1002");
        sequence.Names().ShouldBe(["Name", "Type", "Value"]);
        sequence.GetProperty("Value")[0].GetProperty("0009,1001").Text("PrivateCreator").ShouldBe("NOBODY");
    }

    [LocalPostgresFact]
    public async Task shows_numbers_in_bytes_as_text_and_other_bytes_as_null()
    {
        byte[] Bytes<T>(params T[] numbers) where T : unmanaged =>
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient)
            .WithBytes(DicomTag.VectorGridData, "OF", Bytes(1.5f, -2f)).WithBytes(new(0x0070, 0x0305), "OD", [])
            .WithBytes(DicomTag.LongPrimitivePointIndexList, "OL", Bytes(1u, 4_000_000_000u))
            .WithBytes(DicomTag.RedPaletteColorLookupTableData, "OW", [1, 2]))).Text("ID");

        var tags = await server.JsonAsync($"/instances/{id}/tags?short");
        (tags.Text("0064,0009"), tags.Text("0070,0305"), tags.Text("0066,0040"), tags.Text("0028,1201"))
            .ShouldBe((@"1.5\-2", "", @"1\4000000000", null));
    }

    [LocalPostgresFact]
    public async Task tells_where_pixels_begin_unless_the_file_has_no_header_or_is_deflated()
    {
        var pixels = SyntheticInstance.Create(_patient).WithImage(4, 4);
        (await MetadataAsync(pixels, "PixelDataOffset")).ShouldNotBeNull();
        (await MetadataAsync(pixels with { HasPreamble = false, HasFileMetaInfo = false,
            TransferSyntax = SyntheticInstance.ImplicitVRLittleEndian }, "PixelDataOffset")).ShouldBeNull();
        (await MetadataAsync(pixels.WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian), "PixelDataOffset"))
            .ShouldBeNull();
    }

    [LocalPostgresTheory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 8, "OB", null)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 8, "OW", "OW")]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian, 16, "OB", "OB")]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 16, "OW", null)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, null, "OB", null)]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian, 8, "OW", null)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian, 8, "OW", null)]
    public async Task names_the_VR_of_pixels_only_where_it_is_not_what_it_should_be(string syntax, int? bits, string vr, string? shown)
    {
        var instance = SyntheticInstance.Create(_patient).WithTransferSyntax(syntax).WithBytes(DicomTag.PixelData, vr, [1, 2, 3, 4]);
        (await MetadataAsync(bits is null ? instance : instance.With(DicomTag.BitsAllocated, "US", $"{bits}"), "PixelDataVR"))
            .ShouldBe(shown);
    }

    [LocalPostgresFact]
    public async Task converts_YBR_as_Orthanc_does_without_rounding()
    {
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient).WithImage(1, 1, bits: 8)
            .With(DicomTag.SamplesPerPixel, "US", "3").With(DicomTag.PlanarConfiguration, "US", "0")
            .With(DicomTag.PhotometricInterpretation, "CS", "YBR_FULL").WithBytes(DicomTag.PixelData, "OB", [100, 90, 170, 0]))).Text("ID");

        // R = 158.884, G = 83.08…, B = 32.664
        PngDecoder.Decode(await server.BytesAsync($"/instances/{id}/preview")).Samples.ToArray().ShouldBe([158, 83, 32]);
    }

    private async Task<string?> MetadataAsync(SyntheticInstance instance, string name)
    {
        var stored =
            await server.UploadAsync(instance with { Dataset = instance.Dataset.With(DicomTag.SOPInstanceUID,
                $"2.25.{Guid.NewGuid().GetHashCode() & int.MaxValue}.{_patient}") });
        using var answer = await server.GetAsync($"/instances/{stored.Text("ID")}/metadata/{name}");
        return answer.StatusCode == HttpStatusCode.NotFound ? null : Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }
}
