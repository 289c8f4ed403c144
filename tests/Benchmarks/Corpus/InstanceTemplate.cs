using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EventDicom.Benchmarks.Corpus;

/// <summary>
/// The bytes of one synthetic CT image, made once per shape; each instance is those bytes with its identifiers and positions written over
/// at fixed offsets. Making an instance costs a microsecond or two, so that the driver's share of the machine stays small.
/// </summary>
internal sealed class InstanceTemplate
{
    private readonly CorpusShape shape;
    private readonly byte[] bytes;
    private readonly List<Patch> patches = [];

    public InstanceTemplate(CorpusShape shape)
    {
        this.shape = shape;

        var meta = new Part10Writer();
        meta.Value(0x00020001, "OB", [0, 1]);
        meta.Text(0x00020002, "UI", SyntheticCt.SopClassUid);
        var sopInMeta = meta.Text(0x00020003, "UI", shape.SopUid(0));
        meta.Text(0x00020010, "UI", "1.2.840.10008.1.2.1");
        meta.Text(0x00020012, "UI", "2.25.1");
        meta.Text(0x00020013, "SH", "SYNTHETIC");
        var head = meta.ToFileHead();

        var body = new Part10Writer();
        var marks = new SyntheticCt(shape).Write(body);
        bytes = [.. head, .. body.ToArray()];

        // A file head has 132 bytes of preamble and prefix and a 12-byte group length before the elements of `meta`.
        patches.Add(new(144 + sopInMeta, shape.SopUid, Level.Instance));
        foreach (var mark in marks) patches.Add(mark with { Offset = head.Length + mark.Offset });
    }

    /// <summary>Bytes of every instance of this shape.</summary>
    public int Length => bytes.Length;

    /// <summary>A buffer that holds a prefix (an HTTP head, or nothing) and then an instance, ready for <see cref="Patch"/>.</summary>
    public byte[] NewBuffer(ReadOnlySpan<byte> prefix) => [.. prefix, .. bytes];

    /// <summary>Makes the instance that starts at <paramref name="start"/> of the buffer into instance <paramref name="index"/>.</summary>
    public void Apply(byte[] buffer, int start, int index)
    {
        foreach (var patch in CollectionsMarshal.AsSpan(patches))
        {
            var number = patch.Level switch
            {
                Level.Patient => index / shape.PerPatient,
                Level.Study => index / shape.PerStudy,
                Level.Series => index / shape.PerSeries,
                _ => index,
            };
            Encoding.ASCII.GetBytes(patch.Text(number), buffer.AsSpan(start + patch.Offset));
        }
    }

    /// <summary>The whole file of instance <paramref name="index"/>.</summary>
    public byte[] File(int index)
    {
        var file = NewBuffer([]);
        Apply(file, 0, index);
        return file;
    }

    /// <summary>Writes all instances as files named by their number.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var buffer = NewBuffer([]);
        for (var index = 0; index < shape.Count; index++)
        {
            Apply(buffer, 0, index);
            System.IO.File.WriteAllBytes(Path.Combine(folder, index.ToString("D8", CultureInfo.InvariantCulture) + ".dcm"), buffer);
        }
    }
}
