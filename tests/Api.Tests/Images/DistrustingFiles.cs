using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Images;

/// <summary>What files promise of their frames, and what is really there.</summary>
[Collection(nameof(OneServer))]
public sealed class DistrustingFiles(SharedServer server)
{
    private static readonly DicomTransferSyntax s_rle = DicomTransferSyntax.RLELossless;

    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresTheory]
    [InlineData("3")]
    [InlineData("1000000")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    public async Task frames_that_are_missing_are_refused_before_anything_is_sent(string promised)
    {
        var (image, series) = await StoreAsync(SyntheticInstance.Create(_patient).WithImage(2, 4, bits: 8, frames: 2)
            .With(DicomTag.NumberOfFrames, "IS", promised));

        foreach (var path in new[] { $"{image}/numpy", $"{image}/numpy?compress=true", $"{series}/numpy",
            $"{image}/file?transcode={s_rle}" })
            (await RefusalAsync(path)).ShouldBe((HttpStatusCode.BadRequest, 15), path);
        foreach (var frame in new[] { 0, 1 })
            (await server.BytesAsync($"{image}/frames/{frame}/raw")).Length.ShouldBe(8);
        (await server.BytesAsync($"{image}/frames/1/numpy?rescale=0")).Length.ShouldBe(128 + 8);
        (await RefusalAsync($"{image}/frames/2/preview")).ShouldBe((HttpStatusCode.UnsupportedMediaType, null));
        (await server.JsonAsync($"{image}/frames")).EnumerateArray().Select(frame => frame.GetInt32()).ShouldBe([0, 1]);
        var slices = await server.JsonAsync($"{series}/ordered-slices");
        slices.GetProperty("Slices").Texts().ShouldBe([$"{image}/frames/0", $"{image}/frames/1"]);
        slices.GetProperty("SlicesShort")[0][2].GetInt32().ShouldBe(2);
    }

    [LocalPostgresTheory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("many")]
    public async Task a_number_that_is_none_is_one_frame(string promised)
    {
        var (image, series) = await StoreAsync(SyntheticInstance.Create(_patient).WithImage(2, 4, bits: 8)
            .With(DicomTag.NumberOfFrames, "IS", promised));

        (await server.JsonAsync($"{image}/frames")).GetArrayLength().ShouldBe(1);
        (await server.BytesAsync($"{image}/numpy?rescale=0")).Length.ShouldBe(128 + 8);
        (await server.JsonAsync($"{series}/ordered-slices")).GetProperty("Slices").GetArrayLength().ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task frames_in_several_fragments_are_told_by_their_beginnings()
    {
        var (image, _) = await StoreAsync(Encapsulated(2, [.. new[] { 0, 9 }.SelectMany(value => Halves(Stream((byte)value)))]));

        foreach (var (frame, value) in new[] { (0, 0), (1, 9) })
        {
            (await server.BytesAsync($"{image}/frames/{frame}/raw")).ShouldBe(Stream((byte)value));
            (await server.BytesAsync($"{image}/frames/{frame}/numpy?rescale=0"))[128..].ShouldAllBe(sample => sample == value);
        }
    }

    [LocalPostgresFact]
    public async Task a_compressed_frame_that_is_damaged_refuses_the_array_as_a_whole()
    {
        var (image, series) = await StoreAsync(Encapsulated(3, Stream(1), Stream(2), Stream(3)[..64]));

        foreach (var path in new[] { $"{image}/numpy", $"{image}/numpy?compress=true", $"{series}/numpy",
            $"{image}/file?transcode={SyntheticInstance.ExplicitVRLittleEndian}" })
            (await RefusalAsync(path)).ShouldBe((HttpStatusCode.BadRequest, 15), path);
        (await server.BytesAsync($"{image}/frames/1/numpy?rescale=0"))[128..].ShouldAllBe(sample => sample == 2);

        var (good, _) = await StoreAsync(Encapsulated(3, Stream(1), Stream(2), Stream(3)).With(DicomTag.InstanceNumber, "7")
            .With(DicomTag.SOPInstanceUID, $"2.25.{_patient}.7"));
        (await server.BytesAsync($"{good}/numpy?rescale=0"))[128..]
            .ShouldBe([.. new byte[] { 1, 2, 3 }.SelectMany(value => Enumerable.Repeat(value, 64))]);
    }

    [LocalPostgresFact]
    public async Task compressed_frames_under_a_defined_length_are_found_and_other_bytes_refused()
    {
        byte[] items = [.. new[] { [], Stream(50) }.SelectMany(item =>
            (byte[])[0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(item.Length), .. item])];
        var (image, _) = await StoreAsync(Described(1).WithBytes(DicomTag.PixelData, "OB", items));
        (await server.BytesAsync($"{image}/numpy?rescale=0"))[128..].ShouldAllBe(sample => sample == 50);
        DicomPixelData.Create(DicomFile.Open(await server.BytesAsync($"{image}/file?transcode={SyntheticInstance.ExplicitVRLittleEndian}")))
            .DecodeFrame(0).Samples.ToArray().ShouldAllBe(sample => sample == 50);

        var (stream, _) = await StoreAsync(Described(1).WithBytes(DicomTag.PixelData, "OB", Stream(50))
            .With(DicomTag.SOPInstanceUID, $"2.25.{_patient}.8"));
        (await RefusalAsync($"{stream}/preview")).ShouldBe((HttpStatusCode.UnsupportedMediaType, null));
        foreach (var path in new[] { $"{stream}/frames/0/raw", $"{stream}/numpy", $"{stream}/matlab",
            $"{stream}/file?transcode={SyntheticInstance.ExplicitVRLittleEndian}" })
            (await RefusalAsync(path)).ShouldBe((HttpStatusCode.BadRequest, 15), path);
    }

    [LocalPostgresFact]
    public async Task images_of_Elscint_scanners_are_decoded()
    {
        var (image, _) = await StoreAsync(SyntheticInstance.Create(_patient).WithImage(2, 2).Without(DicomTag.PixelData)
            .With(new DicomTag(0x07A1, 0x0010), "LO", "ELSCINT1")
            .With(new DicomTag(0x07A1, 0x1011), "CS", "PMSCT_RLE1")
            .WithBytes(new DicomTag(0x07A1, 0x100A), "OB", [0x5A, 0x2C, 0x01, 0xA5, 1, 5, 0xF6, 0]));

        (await server.BytesAsync($"{image}/frames/0/raw")).ShouldBe([0x2C, 1, 0x31, 1, 0x36, 1, 0x2C, 1]);
        (await server.TextAsync($"{image}/matlab")).ShouldBe("double([ 300 305 ; 310 300 ])");
        (await server.BytesAsync($"{image}/numpy?rescale=0")).Length.ShouldBe(128 + 8);
        PngDecoder.Decode(await server.BytesAsync($"{image}/preview")).Samples.ToArray().ShouldBe([0, 128, 255, 0]);
        PngDecoder.Decode(await server.BytesAsync($"{image}/image-uint8")).Samples.ToArray().ShouldAllBe(sample => sample == 255);
    }

    [LocalPostgresFact]
    public async Task colors_of_16_bits_have_a_brightness()
    {
        var (image, _) = await StoreAsync(SyntheticInstance.Create(_patient).WithImage(1, 1).With(DicomTag.SamplesPerPixel, "US", "3")
            .With(DicomTag.PlanarConfiguration, "US", "0")
            .With(DicomTag.PhotometricInterpretation, "CS", "RGB")
            .WithBytes(DicomTag.PixelData, "OW", [0x00, 0x10, 0x00, 0x20, 0x00, 0x30]));

        PngDecoder.Decode(await server.BytesAsync($"{image}/preview")).Samples.ToArray().ShouldBe([0x10, 0x20, 0x30]);
        PngDecoder.Decode(await server.BytesAsync($"{image}/image-uint8")).Samples.ToArray().ShouldBe([255]);
        PngDecoder.Decode(await server.BytesAsync($"{image}/image-uint16")).Format.ShouldBe(DicomBitmapFormat.Gray16);
        (await RefusalAsync($"{image}/image-int16")).ShouldBe((HttpStatusCode.UnsupportedMediaType, null));
    }

    private SyntheticInstance Described(int promised) =>
        SyntheticInstance.Create(_patient).WithImage(8, 8, bits: 8).Without(DicomTag.PixelData).WithTransferSyntax(s_rle.UID)
        .With(DicomTag.NumberOfFrames, "IS", promised.ToString(CultureInfo.InvariantCulture));

    private SyntheticInstance Encapsulated(int promised, params byte[][] fragments)
    {
        var instance = Described(promised);
        return instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [[], .. fragments]) };
    }

    // A frame of 8 x 8 equal samples: the header of one segment, and a run.
    private static byte[] Stream(byte value) => [1, 0, 0, 0, 64, .. new byte[59], unchecked((byte)-63), value];

    private static byte[][] Halves(byte[] stream) => [stream[..40], stream[40..]];

    private async Task<(string Image, string Series)> StoreAsync(SyntheticInstance instance)
    {
        var stored = await server.UploadAsync(instance);
        return ($"/instances/{stored.Text("ID")}", $"/series/{stored.Text("ParentSeries")}");
    }

    private async Task<(HttpStatusCode Status, int? Error)> RefusalAsync(string path)
    {
        var (status, error, _) = await SharedServer.RefusalAsync(server.GetAsync(path));
        return (status, error);
    }
}
