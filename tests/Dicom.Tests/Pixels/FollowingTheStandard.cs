namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>Display as PS3.4 annex N.2 has it, where Orthanc's way is another one.</summary>
public sealed class FollowingTheStandard
{
    private static readonly DicomRenderOptions s_standard = new() { FollowStandard = true };

    // PS3.3 C.11.2.1.2.1: for c = 2048, w = 4096, x = 0 gives the darkest, 4095 the brightest level
    [Fact]
    public void maps_a_linear_window_from_end_to_end()
    {
        var window = new DicomVoiWindow(2048, 4096);
        window.Apply(0).ShouldBe(0);
        window.Apply(4095).ShouldBe(1);
        window.Apply(2047.5).ShouldBe(0.5);
        window.Apply(-10).ShouldBe(0);
        new DicomVoiWindow(0, 100).Apply(-50).ShouldBe(0);
        new DicomVoiWindow(0, 100).Apply(49).ShouldBe(1);
        new DicomVoiWindow(0, 1).Apply(-0.5).ShouldBe(0);
        new DicomVoiWindow(0, 1).Apply(-0.4).ShouldBe(1);
    }

    [Fact]
    public void maps_an_exact_window_around_its_center()
    {
        var window = new DicomVoiWindow(100, 50, DicomVoiFunction.LinearExact);
        window.Apply(75).ShouldBe(0);
        window.Apply(100).ShouldBe(0.5);
        window.Apply(125).ShouldBe(1);
        new DicomVoiWindow(100, 0, DicomVoiFunction.LinearExact).Apply(101).ShouldBe(1);
    }

    [Fact]
    public void maps_a_sigmoid_without_ends()
    {
        var window = new DicomVoiWindow(100, 50, DicomVoiFunction.Sigmoid);
        window.Apply(100).ShouldBe(0.5);
        window.Apply(150).ShouldBe(1 / (1 + Math.Exp(-4)), tolerance: 1e-12);
        window.Apply(1e9).ShouldBe(1);
    }

    [Fact]
    public void reads_the_function_of_the_window()
    {
        var picture = Pictures.Gray(3, 75, 100, 125).With(DicomTag.WindowCenter, "100").With(DicomTag.WindowWidth, "50");
        picture.Image().Render(s_standard).Samples.ToArray().ShouldBe([0, 130, 255]);
        picture.With(DicomTag.VOILUTFunction, "LINEAR_EXACT").Image().Render(s_standard).Samples.ToArray().ShouldBe([0, 128, 255]);
        picture.With(DicomTag.VOILUTFunction, "SIGMOID").Image().Render(s_standard).Samples.ToArray().ShouldBe([30, 128, 225]);
        picture.Image().Render().Samples.ToArray().ShouldBe([0, 127, 255]);
    }

    [Fact]
    public void looks_values_up_in_the_tables_of_modality_and_interest()
    {
        var picture = Pictures.Gray(3, 0, 1, 2)
            .With(DicomTag.ModalityLUTSequence, Table("3\\0\\16", 10, 11, 12))
            .With(DicomTag.VOILUTSequence, Table("2\\11\\8", 100, 200));

        picture.Image().Render(s_standard).Samples.ToArray().ShouldBe([100, 100, 200]);
        picture.Image().Render(s_standard with { WindowCenter = 11.5, WindowWidth = 2 }).Samples.ToArray().ShouldBe([0, 128, 255]);
        picture.Image().Render().Samples.ToArray().ShouldBe([0, 0, 1]);
    }

    private static Action<DicomDatasetBuilder> Table(string descriptor, params ushort[] entries) => item => item
        .AddOrUpdate(DicomTag.LUTDescriptor, DicomVR.US, Pictures.Bytes(descriptor.Split('\\').Select(ushort.Parse).ToArray()))
        .AddOrUpdate(DicomTag.LUTData, DicomVR.US, Pictures.Bytes(entries));
}
