using static EventDicom.Dicom.Tests.Codecs.NativeImages;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Streams with a few wrong bytes are decoded or refused; the libraries never take the process with them.</summary>
public sealed class SurvivingDamagedStreams
{
    private const int Mutations = 400;

    [NativeCodecsTheory]
    [InlineData("JPEG-LS", "gray 12", 1)]
    [InlineData("JPEG-LS", "color", 2)]
    [InlineData("JPEG-LS near", "gray 8", 3)]
    [InlineData("JPEG 2000", "gray 12", 4)]
    [InlineData("JPEG 2000", "color", 5)]
    [InlineData("JPEG 2000 lossy", "gray 8", 6)]
    public void decodes_or_refuses(string codec, string image, int seed)
    {
        var syntax = codec switch
        {
            "JPEG-LS" => DicomTransferSyntax.JPEGLSLossless,
            "JPEG-LS near" => DicomTransferSyntax.JPEGLSNearLossless,
            "JPEG 2000" => DicomTransferSyntax.JPEG2000Lossless,
            _ => DicomTransferSyntax.JPEG2000Lossy,
        };
        var (format, stream) = Image(image).Encode(syntax);
        var random = new Random(seed);
        var outcomes = new int[2];
        for (var i = 0; i < Mutations; i++)
        {
            var damaged = Damage(stream, random, headerOnly: i % 2 == 0);
            try
            {
                TestFrame.Decode(syntax, damaged, format).Samples.Length.ShouldBe((int)format.FrameLength);
                outcomes[0]++;
            }
            catch (DicomCodecException)
            {
                outcomes[1]++;
            }
        }

        // A stream of JPEG-LS hardly ever ends where it should after damage; of JPEG 2000 many do
        outcomes[1].ShouldBeGreaterThan(0);
        if (codec.StartsWith("JPEG 2000", StringComparison.Ordinal))
            outcomes[0].ShouldBeGreaterThan(0);
    }

    private static byte[] Damage(byte[] stream, Random random, bool headerOnly)
    {
        var damaged = stream.ToArray();
        var reach = headerOnly ? Math.Min(160, damaged.Length) : damaged.Length;
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            damaged[random.Next(reach)] = (byte)random.Next(256);

        return random.Next(8) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }
}
