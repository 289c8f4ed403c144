using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>Writes files in other transfer syntaxes. Lossless ones keep every bit of every sample.</summary>
public static class DicomTranscoder
{
    /// <summary>Offsets of the basic offset table have 32 bits (PS3.5 annex A.4).</summary>
    private const long LongestBasicOffset = uint.MaxValue;

    /// <summary>Whether files can be written in this syntax.</summary>
    public static bool CanTranscodeTo(DicomTransferSyntax target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return IsNative(target) || DicomCodecs.Find(target)?.CanEncode(target) == true;
    }

    /// <summary>
    /// The same instance in another syntax, frame by frame; results of all frames are held in memory. A file that has this syntax comes
    /// back as it is. One without pixel data becomes explicit VR little endian where a compressed syntax is asked for, as there is nothing
    /// to compress.
    /// </summary>
    /// <param name="lossyInstanceUid">SOPInstanceUID of the result if it loses anything; a new one if null.</param>
    /// <exception cref="DicomPixelDataException">The frames cannot be read, or are of a kind that the syntax is not for.</exception>
    /// <exception cref="DicomCodecException">A frame is damaged, the syntax cannot hold it, or a library is missing.</exception>
    public static DicomTranscoding Transcode(DicomFile source, DicomTransferSyntax target, DicomCodecOptions? options = null,
        string? lossyInstanceUid = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!CanTranscodeTo(target))
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported, $"Nothing can be written in transfer syntax {target}");

        if (source.TransferSyntax.Equals(target))
            return new(source, PixelsChanged: false);

        var pixels = DicomPixelData.Find(source.Dataset, source.TransferSyntax);
        if (pixels is null && source.Dataset.Find(DicomTag.FloatPixelData) is null
            && source.Dataset.Find(DicomTag.DoubleFloatPixelData) is null)
            return new(Create(source, source.Dataset, IsNative(target) ? target : DicomTransferSyntax.ExplicitVRLittleEndian),
                PixelsChanged: false);

        if (pixels is not DicomFragmentSequence && IsNative(target))
            return new(Create(source, source.Dataset, target), PixelsChanged: false);

        if (pixels is null)
            throw Refusal("Floating point pixels cannot be compressed");

        var frames = DicomPixelData.Create(source);
        var dataset = new DicomDatasetBuilder(source.Dataset);
        dataset.Remove(DicomTag.ExtendedOffsetTable);
        dataset.Remove(DicomTag.ExtendedOffsetTableLengths);
        foreach (var nested in dataset.Items.OfType<DicomSequence>().ToList())
            dataset.AddOrUpdate(DecompressIcons(nested, source.TransferSyntax));

        if (IsNative(target))
            Decompress(frames, dataset);
        else
            Compress(frames, dataset, target, options ?? DicomCodecOptions.Default);

        if (target.IsLossy)
            dataset.AddOrUpdate(DicomTag.SOPInstanceUID, DicomVR.UI, lossyInstanceUid ?? DicomUIDGenerator.Generate());

        return new(Create(source, dataset.Build(), target), target.IsLossy);
    }

    /// <summary>Bytes that <see cref="Transcode"/> takes at most, with its result; 0 where pixels stay as they are, for they are not read
    /// then.</summary>
    /// <exception cref="DicomPixelDataException">The frames cannot be described, or not be told apart.</exception>
    public static long MemoryFor(DicomFile source, DicomTransferSyntax target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.TransferSyntax.Equals(target))
            return 0;

        var pixels = DicomPixelData.Find(source.Dataset, source.TransferSyntax);
        if (pixels is null || (pixels is not DicomFragmentSequence && IsNative(target)))
            return 0;

        var frames = DicomPixelData.Create(source);
        var memory = MemoryForAll(frames) + source.Dataset.OfType<DicomSequence>()
            .Aggregate((Int128)0, (sum, nested) => sum + MemoryForIcons(nested, source.TransferSyntax));
        // What a codec writes grows by doubling, and is copied when it is whole.
        if (!IsNative(target))
            memory += DicomCodec.WorkingMemory(frames.Format) + (3 * LengthOf(frames.Format));

        return (long)Int128.Min(memory, long.MaxValue);
    }

    // One that is being decoded, and the results of all; compressed ones are as long as uncompressed ones in the worst case.
    private static Int128 MemoryForAll(DicomPixelData frames) =>
        (Int128)frames.DecodingMemory + ((Int128)LengthOf(frames.Format) * frames.FramesThere);

    private static Int128 MemoryForIcons(DicomSequence sequence, DicomTransferSyntax syntax)
    {
        var memory = (Int128)0;
        foreach (var item in sequence.Items)
        {
            if (item.Find(DicomTag.PixelData) is DicomFragmentSequence)
                memory += MemoryForAll(DicomPixelData.Create(item, syntax));

            foreach (var nested in item.OfType<DicomSequence>())
                memory += MemoryForIcons(nested, syntax);
        }

        return memory;
    }

    // Of a frame with all of its samples.
    private static long LengthOf(DicomPixelFormat format) => (format with { PhotometricInterpretation = "" }).FrameLength;

    internal static bool IsNative(DicomTransferSyntax syntax) =>
        syntax.Equals(DicomTransferSyntax.ImplicitVRLittleEndian) || syntax.Equals(DicomTransferSyntax.ExplicitVRLittleEndian)
        || syntax.Equals(DicomTransferSyntax.ExplicitVRBigEndian) || syntax.Equals(DicomTransferSyntax.DeflatedExplicitVRLittleEndian);

    private static DicomFile Create(DicomFile source, DicomDataset dataset, DicomTransferSyntax syntax) =>
        DicomFile.Create(dataset, syntax, source.FileMetaInfo);

    private static DicomPixelDataException Refusal(string reason) => new(DicomPixelDataError.Unsupported, reason);

    private static void Decompress(DicomPixelData frames, DicomDatasetBuilder dataset)
    {
        // Before room is made for all frames
        frames.RequireAllFrames();
        var first = frames.DecodeFrame(0);
        var length = first.Format.FrameLength;
        if ((Int128)length * frames.NumberOfFrames > Array.MaxLength - 1)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge,
                $"{frames.NumberOfFrames} frames of {length} bytes are too many to hold in memory");

        if (first.Format.BitsAllocated == 1 && frames.NumberOfFrames > 1 && (long)first.Format.Width * first.Format.Height % 8 != 0)
            throw Refusal("Several frames of single bits that do not end with a byte are not decompressed");

        var total = (int)(length * frames.NumberOfFrames);
        var value = new byte[total + (total % 2)];
        first.Samples.CopyTo(value);
        for (var i = 1; i < frames.NumberOfFrames; i++)
        {
            var frame = frames.DecodeFrame(i);
            RequireSame(frame.Format, first.Format, i);
            frame.Samples.Span.CopyTo(value.AsSpan((int)(i * length)));
        }

        var vr = first.Format.BitsAllocated <= 8 && dataset.Syntax.IsExplicitVR ? DicomVR.OB : DicomVR.OW;
        if (dataset.Syntax.IsBigEndian || dataset.Syntax.SwapsPixelData)
            NativeFrames.Swap(value, vr.UnitSize);

        Describe(dataset, first.Format);
        dataset.AddOrUpdate(DicomTag.PixelData, vr, value);
    }

    private static void Compress(DicomPixelData frames, DicomDatasetBuilder dataset, DicomTransferSyntax target, DicomCodecOptions options)
    {
        frames.RequireAllFrames();
        var codec = DicomCodecs.Find(target)!;
        DicomPixelFormat? format = null;
        var compressed = new List<ReadOnlyMemory<byte>>();
        long before = 0, after = 0;
        for (var i = 0; i < frames.NumberOfFrames; i++)
        {
            var frame = frames.DecodeFrame(i);
            RequireCompressible(frame.Format, target);
            var stream = new ArrayBufferWriter<byte>();
            var answer = codec.Encode(frame.Samples.Span, frame.Format, target, options, stream);
            RequireSame(answer, format ??= answer, i);
            before += frame.Samples.Length;
            after += stream.WrittenCount;
            if (stream.WrittenCount % 2 != 0)
                stream.Write([(byte)0]);

            compressed.Add(stream.WrittenSpan.ToArray());
        }

        Describe(dataset, format!);
        if (target.IsLossy)
            DescribeLoss(dataset, target, (double)before / after);

        AddFragments(dataset, compressed);
    }

    /// <summary>One fragment for each frame, with the table that can hold their offsets (PS3.5 annex A.4).</summary>
    private static void AddFragments(DicomDatasetBuilder dataset, List<ReadOnlyMemory<byte>> frames)
    {
        const int ItemHeader = 8;
        var offsets = new long[frames.Count];
        for (var i = 1; i < offsets.Length; i++)
            offsets[i] = offsets[i - 1] + ItemHeader + frames[i - 1].Length;

        byte[] basic = [];
        if (offsets[^1] <= LongestBasicOffset)
        {
            basic = new byte[offsets.Length * sizeof(uint)];
            for (var i = 0; i < offsets.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(basic.AsSpan(i * sizeof(uint)), (uint)offsets[i]);
        }
        else
        {
            AddNumbers(dataset, DicomTag.ExtendedOffsetTable, offsets);
            AddNumbers(dataset, DicomTag.ExtendedOffsetTableLengths, [.. frames.Select(frame => (long)frame.Length)]);
        }

        dataset.AddOrUpdate(DicomFragmentSequence.InMemory(DicomTag.PixelData, DicomVR.OB, [basic, .. frames]));
    }

    private static void AddNumbers(DicomDatasetBuilder dataset, DicomTag tag, long[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);

        if (dataset.Syntax.IsBigEndian)
            NativeFrames.Swap(bytes, sizeof(long));

        dataset.AddOrUpdate(tag, DicomVR.OV, bytes);
    }

    internal static void RequireCompressible(DicomPixelFormat format, DicomTransferSyntax target)
    {
        if (!target.IsLossy)
            return;

        if (format.PhotometricInterpretation == "PALETTE COLOR")
            throw Refusal("Indices into a palette must not change: they cannot be compressed with loss");

        var most = target.Equals(DicomTransferSyntax.JPEGProcess1) ? 8 : target.Equals(DicomTransferSyntax.JPEGProcess2_4) ? 12 : 16;
        if (format.BitsStored > most)
            throw Refusal($"Samples of {format.BitsStored} bits are too many for transfer syntax {target}, which holds {most}");
    }

    private static void RequireSame(DicomPixelFormat format, DicomPixelFormat first, int frame)
    {
        if (format != first)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"Frame {frame} is of another kind than frame 0");
    }

    private static void Describe(DicomDatasetBuilder dataset, DicomPixelFormat format)
    {
        Number(DicomTag.SamplesPerPixel, format.SamplesPerPixel);
        Number(DicomTag.BitsAllocated, format.BitsAllocated);
        Number(DicomTag.BitsStored, format.BitsStored);
        Number(DicomTag.HighBit, format.HighBit);
        Number(DicomTag.PixelRepresentation, format.IsSigned ? 1 : 0);
        dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, DicomVR.CS, format.PhotometricInterpretation);
        if (format.SamplesPerPixel > 1)
            Number(DicomTag.PlanarConfiguration, format.IsPlanar ? 1 : 0);

        void Number(DicomTag tag, int number) => dataset.AddOrUpdate(tag, DicomVR.US, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>PS3.3 section C.7.6.1.1.5: what was lost before is not forgotten. Section C.7.6.1.1.2: the pixels are no longer the
    /// original ones.</summary>
    private static void DescribeLoss(DicomDatasetBuilder dataset, DicomTransferSyntax target, double ratio)
    {
        var method = target switch
        {
            _ when target.Equals(DicomTransferSyntax.JPEGLSNearLossless) => "ISO_14495_1",
            _ when target.Equals(DicomTransferSyntax.JPEG2000Lossy) => "ISO_15444_1",
            _ => "ISO_10918_1",
        };
        dataset.AddOrUpdate(DicomTag.LossyImageCompression, DicomVR.CS, "01");
        dataset.AddOrUpdate(DicomTag.LossyImageCompressionRatio, DicomVR.DS,
            Append(DicomTag.LossyImageCompressionRatio, ratio.ToString("0.##", CultureInfo.InvariantCulture)));
        dataset.AddOrUpdate(DicomTag.LossyImageCompressionMethod, DicomVR.CS, Append(DicomTag.LossyImageCompressionMethod, method));
        if (Text(DicomTag.ImageType) is { Length: > 0 } type)
            dataset.AddOrUpdate(DicomTag.ImageType, DicomVR.CS, string.Join('\\', ["DERIVED", .. type.Split('\\').Skip(1)]));

        string Append(DicomTag tag, string value) => Text(tag) is { Length: > 0 } there ? there + '\\' + value : value;

        string Text(DicomTag tag) => dataset.Find(tag) is DicomElement element
            ? DicomValueText.Format(element.GetBytes().Span, DicomVR.CS, bigEndian: false, DicomEncoding.Ascii) ?? ""
            : "";
    }

    /// <summary>Icons are compressed as the image is, and would be lost in another syntax.</summary>
    private static DicomSequence DecompressIcons(DicomSequence sequence, DicomTransferSyntax syntax)
    {
        if (!HoldsFragments(sequence))
            return sequence;

        return new DicomSequence(sequence.Tag, [.. sequence.Items.Select(item => DecompressIcons(item, syntax))]);
    }

    private static DicomDataset DecompressIcons(DicomDataset item, DicomTransferSyntax syntax)
    {
        var builder = new DicomDatasetBuilder(item);
        foreach (var nested in builder.Items.OfType<DicomSequence>().ToList())
            builder.AddOrUpdate(DecompressIcons(nested, syntax));

        if (item.Find(DicomTag.PixelData) is DicomFragmentSequence)
            Decompress(DicomPixelData.Create(item, syntax), builder);

        return builder.Build();
    }

    private static bool HoldsFragments(DicomSequence sequence) => sequence.Items.Any(item =>
        item.AsEnumerable().Any(inner => inner is DicomFragmentSequence || (inner is DicomSequence nested && HoldsFragments(nested))));
}
