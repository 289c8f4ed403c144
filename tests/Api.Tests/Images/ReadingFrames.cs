using System.IO.Compression;
using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Images;

[Collection(nameof(OneServer))]
public sealed class ReadingFrames(SharedServer server)
{
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task lists_frames_and_what_can_be_asked_of_them()
    {
        var image = await TwoFramesAsync();
        (await server.JsonAsync($"{image}/frames")).EnumerateArray().Select(frame => frame.GetInt32()).ShouldBe([0, 1]);
        foreach (var frame in new[] { "0", "7" })
            (await server.JsonAsync($"{image}/frames/{frame}")).Texts()
                .ShouldBe(["image-int16", "image-uint16", "image-uint8", "matlab", "numpy", "preview", "raw", "raw.gz", "rendered"]);
        using var none = await server.GetAsync($"{image}/frames/x");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [LocalPostgresFact]
    public async Task gives_the_bytes_of_one_frame()
    {
        var image = await TwoFramesAsync();
        using var raw = await server.GetAsync($"{image}/frames/1/raw");
        raw.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        (await raw.Content.ReadAsByteArrayAsync()).ShouldBe(s_pixels[8..]);

        using var zipped = await server.GetAsync($"{image}/frames/1/raw.gz");
        zipped.Content.Headers.ContentType!.ToString().ShouldBe("application/gzip");
        using var unzipped = new MemoryStream();
        await using (var gzip = new GZipStream(await zipped.Content.ReadAsStreamAsync(), CompressionMode.Decompress))
            await gzip.CopyToAsync(unzipped);
        unzipped.ToArray().ShouldBe(s_pixels[8..]);
    }

    [LocalPostgresFact]
    public async Task calls_compressed_frames_by_their_name()
    {
        var jpeg = new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 };
        var image = await StoreAsync(SyntheticInstance.Create(_patient).WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, jpeg));
        using var raw = await server.GetAsync($"{image}/frames/0/raw");
        raw.Content.Headers.ContentType!.ToString().ShouldBe("image/jpeg");
        (await raw.Content.ReadAsByteArrayAsync()).ShouldBe(jpeg);
    }

    [LocalPostgresFact]
    public async Task gives_arrays_to_NumPy_and_MATLAB()
    {
        var image = await TwoFramesAsync();
        Header(await server.BytesAsync($"{image}/numpy")).ShouldBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2,4,1), }");
        Header(await server.BytesAsync($"{image}/frames/1/numpy?rescale=0"))
            .ShouldBe("{'descr': '<u1', 'fortran_order': False, 'shape': (2,4,1), }");
        (await server.BytesAsync($"{image}/numpy?rescale=false"))[128..].ShouldBe(s_pixels);
        (await server.BytesAsync($"{image}/frames/1/numpy?rescale=0"))[128..].ShouldBe(s_pixels[8..]);
        (await server.TextAsync($"{image}/frames/1/matlab")).ShouldBe("double([ 8 9 10 11 ; 12 13 14 15 ])");

        using var archive = new ZipArchive(new MemoryStream(await server.BytesAsync($"{image}/numpy?compress=true&rescale=0")));
        var member = archive.Entries.ShouldHaveSingleItem();
        member.FullName.ShouldBe("arr_0");
        using var array = new MemoryStream();
        await using (var content = member.Open()) await content.CopyToAsync(array);
        array.ToArray()[128..].ShouldBe(s_pixels);
    }

    [LocalPostgresFact]
    public async Task puts_the_slices_of_a_series_in_their_order()
    {
        foreach (var number in new[] { 2, 1, 3 })
            await StoreAsync(SyntheticInstance.Create(_patient, instance: number).WithImage(1, 2, bits: 8)
                .WithBytes(DicomTag.PixelData, "OB", [(byte)number, 0]));
        var series = Domain.OrthancId.OfSeries($"SYN{_patient}", $"2.25.1000.{_patient}.1", $"2.25.1000.{_patient}.1.1");

        var array = await server.BytesAsync($"/series/{series}/numpy?rescale=0");
        Header(array).ShouldBe("{'descr': '<u1', 'fortran_order': False, 'shape': (3, 1,2,1), }");
        array[128..].ShouldBe([1, 0, 2, 0, 3, 0]);

        await StoreAsync(SyntheticInstance.Create(_patient, instance: 4).WithImage(2, 2, bits: 8));
        var (status, error, _) = await SharedServer.RefusalAsync(server.GetAsync($"/series/{series}/numpy"));
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 24));
    }

    [LocalPostgresFact]
    public async Task gives_back_a_document_without_its_padding()
    {
        foreach (var (document, expected) in new[] { ("%PDF-1.4 x\n", "%PDF-1.4 x\n"), ("%PDF-1.4 xy", "%PDF-1.4 xy"),
            ("%PDF-1.4 abc", "%PDF-1.4 ab"), ("%PDF-1.4 ab\n", "%PDF-1.4 ab\n") })
        {
            var id = await server.CreateAsync(
                new { PatientID = $"PDF{_patient}", StudyDescription = "Doc" },
                "data:application/pdf;base64," + Convert.ToBase64String(Encoding.ASCII.GetBytes(document)));
            using var answer = await server.GetAsync($"/instances/{id}/pdf");
            answer.Content.Headers.ContentType!.ToString().ShouldBe("application/pdf");
            (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
        }
    }

    private Task<string> TwoFramesAsync() =>
        StoreAsync(SyntheticInstance.Create(_patient).WithImage(2, 4, bits: 8, frames: 2).WithBytes(DicomTag.PixelData, "OB", s_pixels));

    private async Task<string> StoreAsync(SyntheticInstance instance) => $"/instances/{(await server.UploadAsync(instance)).Text("ID")}";

    private static string Header(byte[] array) => Encoding.Latin1.GetString(array, 10, 118).TrimEnd();
}
