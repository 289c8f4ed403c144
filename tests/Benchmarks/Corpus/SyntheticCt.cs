using System.Globalization;
using System.Runtime.InteropServices;

namespace EventDicom.Benchmarks.Corpus;

/// <summary>
/// The data set of a CT image as scanners write it (PS3.3 A.3): about ninety elements, three sequences, a private block and 12-bit pixels,
/// all invented. The pixels are a smooth field under five bits of noise: deflate takes off roughly a third, as it does on real images.
/// </summary>
internal sealed class SyntheticCt(CorpusShape shape)
{
    public const string SopClassUid = "1.2.840.10008.5.1.4.1.1.2";

    private readonly List<Patch> patches = [];

    /// <summary>Writes the data set; returns the values that differ between instances, with offsets relative to its start.</summary>
    public IReadOnlyList<Patch> Write(Part10Writer to)
    {
        Identification(to);
        Patient(to);
        Acquisition(to);
        Relationship(to);
        Image(to);
        return patches;
    }

    private void Vary(Part10Writer to, uint tag, string vr, Func<int, string> text, Level level) =>
        patches.Add(new(to.Text(tag, vr, text(0)), text, level));

    private void Identification(Part10Writer to)
    {
        to.Text(0x00080005, "CS", "ISO_IR 100");
        to.Text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL\\CT_SYN VOL");
        Vary(to, 0x00080012, "DA", Day, Level.Study);
        to.Text(0x00080013, "TM", "101502.140000");
        to.Text(0x00080016, "UI", SopClassUid);
        Vary(to, 0x00080018, "UI", shape.SopUid, Level.Instance);
        Vary(to, 0x00080020, "DA", Day, Level.Study);
        Vary(to, 0x00080021, "DA", Day, Level.Study);
        Vary(to, 0x00080022, "DA", Day, Level.Study);
        Vary(to, 0x00080023, "DA", Day, Level.Study);
        to.Text(0x00080030, "TM", "101112.265000");
        to.Text(0x00080031, "TM", "101455.859000");
        to.Text(0x00080032, "TM", "101456.093452");
        to.Text(0x00080033, "TM", "101456.093452");
        Vary(to, 0x00080050, "SH", shape.Accession, Level.Study);
        to.Text(0x00080060, "CS", "CT");
        to.Text(0x00080070, "LO", "Synthetic Imaging");
        to.Text(0x00080080, "LO", "Benchmark General");
        to.Text(0x00080081, "ST", "1 Loopback Street");
        to.Text(0x00080090, "PN", "Referring^Physician");
        to.Text(0x00081010, "SH", "BENCH01");
        to.Text(0x00081030, "LO", "Thorax^Routine");
        to.Sequence(0x00081032, item =>
        {
            item.Text(0x00080100, "SH", "CTTHX");
            item.Text(0x00080102, "SH", "99SYN");
            item.Text(0x00080104, "LO", "CT of the thorax");
        });
        to.Text(0x0008103E, "LO", "Lung 1.0 B70f");
        to.Text(0x00081040, "LO", "Radiology");
        to.Text(0x00081050, "PN", "Performing^Physician");
        to.Text(0x00081070, "PN", "Console^Operator");
        to.Text(0x00081090, "LO", "Noise 64");
        to.Sequence(0x00081110, item =>
        {
            item.Text(0x00081150, "UI", "1.2.840.10008.3.1.2.3.1");
            item.Text(0x00081155, "UI", "2.25.2");
        });
        to.Text(0x00082111, "ST", "none");
        to.Text(0x00090010, "LO", "SYNTHETIC CT HEADER");
        to.Text(0x00091010, "LO", "reconstruction kernel notes, 64 bytes of vendor text to be kept");
        to.Text(0x00091011, "DS", "0.3125\\0.3125");
        to.Value(0x00091012, "OB", Noise(256));
    }

    private void Patient(Part10Writer to)
    {
        Vary(to, 0x00100010, "PN", shape.PatientName, Level.Patient);
        Vary(to, 0x00100020, "LO", shape.PatientId, Level.Patient);
        to.Text(0x00100030, "DA", "19700101");
        to.Text(0x00100040, "CS", "O");
        to.Text(0x00101010, "AS", "050Y");
        to.Text(0x00101020, "DS", "1.75");
        to.Text(0x00101030, "DS", "75");
        to.Text(0x00104000, "LT", "Synthetic data. No person is described.");
    }

    private static void Acquisition(Part10Writer to)
    {
        to.Text(0x00180015, "CS", "CHEST");
        to.Text(0x00180050, "DS", "1");
        to.Text(0x00180060, "DS", "120");
        to.Text(0x00180090, "DS", "500");
        to.Text(0x00181000, "LO", "00001");
        to.Text(0x00181020, "LO", "bench 1.0");
        to.Text(0x00181030, "LO", "ThoraxRoutine");
        to.Text(0x00181100, "DS", "320");
        to.Text(0x00181110, "DS", "1040");
        to.Text(0x00181111, "DS", "570");
        to.Text(0x00181120, "DS", "0");
        to.Text(0x00181130, "DS", "140");
        to.Text(0x00181140, "CS", "CW");
        to.Text(0x00181150, "IS", "500");
        to.Text(0x00181151, "IS", "210");
        to.Text(0x00181152, "IS", "105");
        to.Text(0x00181160, "SH", "0");
        to.Text(0x00181170, "IS", "25");
        to.Text(0x00181190, "DS", "1.2");
        to.Text(0x00181200, "DA", "20200101");
        to.Text(0x00181201, "TM", "070000");
        to.Text(0x00181210, "SH", "B70f");
        to.Text(0x00185100, "CS", "HFS");
    }

    private void Relationship(Part10Writer to)
    {
        Vary(to, 0x0020000D, "UI", shape.StudyUid, Level.Study);
        Vary(to, 0x0020000E, "UI", shape.SeriesUid, Level.Series);
        Vary(to, 0x00200010, "SH", study => $"S{study:D8}", Level.Study);
        Vary(to, 0x00200011, "IS", series => $"{(series % shape.SeriesPerStudy) + 1:D4}", Level.Series);
        to.Text(0x00200012, "IS", "2");
        Vary(to, 0x00200013, "IS", instance => $"{(instance % shape.PerSeries) + 1:D6}", Level.Instance);
        Vary(to, 0x00200032, "DS", instance => $"-160\\-160\\{Slice(instance)}", Level.Instance);
        to.Text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        to.Text(0x00200052, "UI", "2.25.3");
        to.Text(0x00201040, "LO", "XY");
        Vary(to, 0x00201041, "DS", Slice, Level.Instance);
        to.Text(0x00204000, "LT", "Written by a generator");
    }

    private void Image(Part10Writer to)
    {
        // Some 2.5 KB of the file are header, which matters in small files only; the rest is a square of 16-bit pixels.
        var side = (ushort)Math.Sqrt((shape.Size < 65536 ? shape.Size - 2520 : shape.Size) / 2.0);
        to.Short(0x00280002, 1);
        to.Text(0x00280004, "CS", "MONOCHROME2");
        to.Short(0x00280010, side);
        to.Short(0x00280011, side);
        to.Text(0x00280030, "DS", "0.625\\0.625");
        to.Short(0x00280100, 16);
        to.Short(0x00280101, 12);
        to.Short(0x00280102, 11);
        to.Short(0x00280103, 0);
        to.Text(0x00281050, "DS", "40");
        to.Text(0x00281051, "DS", "400");
        to.Text(0x00281052, "DS", "-1024");
        to.Text(0x00281053, "DS", "1");
        to.Text(0x00281054, "LO", "HU");
        to.Text(0x00281055, "LO", "WINDOW1");
        to.Text(0x00321032, "PN", "Requesting^Physician");
        to.Text(0x00321060, "LO", "CT Thorax");
        to.Text(0x00400244, "DA", "20200101");
        to.Text(0x00400245, "TM", "101112");
        to.Text(0x00400254, "LO", "Thorax^Routine");
        to.Sequence(0x00400275, item =>
        {
            item.Text(0x00400007, "LO", "CT Thorax");
            item.Text(0x00400009, "SH", "SPS1");
        });
        to.Value(0x7FE00010, "OW", MemoryMarshal.AsBytes<ushort>(Pixels(side)));
    }

    private static ushort[] Pixels(ushort side)
    {
        var noise = Noise(side * side);
        var pixels = new ushort[side * side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % side) / (double)side, (i / side) / (double)side);
            var field = 1000 + (700 * Math.Sin(5 * x) * Math.Cos(4 * y));
            pixels[i] = (ushort)(field + (noise[i] & 31));
        }

        return pixels;
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        var state = 0x9E3779B9u;
        for (var i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            noise[i] = (byte)(state >> 11);
        }

        return noise;
    }

    private static string Day(int study) => CorpusShape.StudyDate(study).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    private string Slice(int instance) => $"{instance % shape.PerSeries:D6}.5";
}
