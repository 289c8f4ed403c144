namespace EventDicom.Dicom;

/// <summary>
/// The frames of a data set, native (PS3.5 section 8) or encapsulated (PS3.5 annex A.4). Reads no other bytes than those of the frame that
/// is asked for. Immutable; safe for several threads.
/// </summary>
public sealed class DicomPixelData
{
    /// <summary>Bytes that one frame may take, compressed or not, unless the caller says otherwise.</summary>
    public const long DefaultMaxFrameLength = 1L << 30;

    private readonly DicomTransferSyntax _syntax;
    private readonly Lazy<FrameSource> _frames;
    private readonly long _maxFrameLength;

    private DicomPixelData(DicomDataset dataset, DicomTransferSyntax syntax, DicomItem pixels, long maxFrameLength)
    {
        _syntax = syntax;
        _maxFrameLength = Math.Min(maxFrameLength, Array.MaxLength);
        Format = PixelAttributes.ReadFormat(dataset, pixels.Tag);
        NumberOfFrames = PixelAttributes.ReadNumberOfFrames(dataset);
        if (pixels is DicomFragmentSequence fragments)
        {
            if (Format.BitsAllocated == 12)
                throw new DicomPixelDataException(DicomPixelDataError.Unsupported, "Compressed samples in 12 bits are not supported");

            IsEncapsulated = true;
            _frames = new(() => EncapsulatedFrames.Locate(dataset, fragments, NumberOfFrames, syntax));
        }
        else if (pixels.Tag.IsPrivate)
        {
            _frames = new(new ElscintFrame((DicomElement)pixels, Format));
        }
        else
        {
            var native = new NativeFrames(dataset, (DicomElement)pixels, Format, NumberOfFrames);
            Format = native.Format;
            _frames = new(native);
        }
    }

    /// <summary>How the samples of a frame lie, as the data set says.</summary>
    public DicomPixelFormat Format { get; }

    /// <summary>At least 1. What the data set promises (1 where it does not say, or says nothing sensible): the pixel data may hold fewer,
    /// see <see cref="FramesThere"/>.</summary>
    public int NumberOfFrames { get; }

    /// <summary>
    /// Frames that the pixel data holds, 0 to <see cref="NumberOfFrames"/>: counted from the bytes of native pixel data, else from
    /// fragments, offset tables and the beginnings of the streams.
    /// </summary>
    /// <exception cref="DicomPixelDataException">The frames cannot be told apart.</exception>
    public int FramesThere => Math.Min(NumberOfFrames, _frames.Value.Count);

    /// <summary>Bytes that <see cref="ReadFrame"/> takes at most, whatever the frame.</summary>
    /// <exception cref="DicomPixelDataException">The frames cannot be told apart.</exception>
    public long ReadingMemory => Math.Min(_frames.Value.LongestFrame, _maxFrameLength);

    /// <summary>
    /// Bytes that <see cref="DecodeFrame"/> takes at most, whatever the frame: its bytes in the file, the decoded ones and what the codec
    /// needs between them. 0 where it refuses before it takes any.
    /// </summary>
    /// <exception cref="DicomPixelDataException">The frames cannot be told apart.</exception>
    public long DecodingMemory
    {
        get
        {
            if (Decoded.FrameLength > _maxFrameLength)
                return 0;

            if (!IsEncapsulated)
                return ReadingMemory + (Format.IsPlanar || Format.IsSubsampled || Format.BitsAllocated == 12 ? 2 * Decoded.FrameLength : 0);

            return DicomCodecs.Find(_syntax) is null ? 0 : ReadingMemory + Decoded.FrameLength + DicomCodec.WorkingMemory(Format);
        }
    }

    /// <summary>Frames are to be decompressed: one may turn out to be damaged although all of its bytes are there.</summary>
    public bool IsCompressed => IsEncapsulated || _frames.Value is ElscintFrame;

    /// <summary>The frames stand in fragments.</summary>
    public bool IsEncapsulated { get; }

    /// <inheritdoc cref="Create(DicomDataset, DicomTransferSyntax, long)"/>
    public static DicomPixelData Create(DicomFile file, long maxFrameLength = DefaultMaxFrameLength)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Create(file.Dataset, file.TransferSyntax, maxFrameLength);
    }

    /// <summary>Describes the PixelData, FloatPixelData or DoubleFloatPixelData of a data set, or what Elscint scanners have in their
    /// place, without reading it.</summary>
    /// <param name="syntax">How the frames are compressed. Under a length in place of the undefined one they are found too; anything else
    /// there is refused, as it may be the bytes of a stream.</param>
    /// <param name="maxFrameLength">Bytes that one frame may take, compressed or not.</param>
    /// <exception cref="DicomPixelDataException">There are no pixels, or their description makes no sense or is not supported.</exception>
    public static DicomPixelData Create(DicomDataset dataset, DicomTransferSyntax syntax, long maxFrameLength = DefaultMaxFrameLength)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(syntax);
        var pixels = Find(dataset, syntax) ?? dataset.Find(DicomTag.FloatPixelData) ?? dataset.Find(DicomTag.DoubleFloatPixelData)
            ?? ElscintFrame.Find(dataset);
        return pixels switch
        {
            null => throw new DicomPixelDataException(DicomPixelDataError.NoPixelData, "The data set has no pixel data"),
            DicomElement { IsSkipped: true } =>
                throw new DicomPixelDataException(DicomPixelDataError.NoPixelData, "The data set was read without its pixel data"),
            DicomElement => new DicomPixelData(dataset, syntax, pixels, maxFrameLength),
            DicomFragmentSequence when syntax.IsEncapsulated => new DicomPixelData(dataset, syntax, pixels, maxFrameLength),
            _ => throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"The pixel data stands in fragments, which transfer syntax {syntax} does not know"),
        };
    }

    /// <summary>Frames that a file really has, at least 1, so that a file without pixels, or with pixels that nobody can count, has the one
    /// frame that every instance has for Orthanc.</summary>
    public static int CountFrames(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return PixelAttributes.ReadNumberOfFrames(file.Dataset) == 1 ? 1 : Math.Max(1, Create(file).FramesThere);
        }
        catch (DicomPixelDataException)
        {
            return 1;
        }
    }

    /// <summary>The PixelData of a data set. In compressed syntaxes always fragments, also where they stand under a defined
    /// length.</summary>
    /// <exception cref="DicomPixelDataException">The syntax is a compressed one, and the value is made of no fragments.</exception>
    internal static DicomItem? Find(DicomDataset dataset, DicomTransferSyntax syntax)
    {
        var pixels = dataset.Find(DicomTag.PixelData);
        if (pixels is not DicomElement { IsSkipped: false } element || !syntax.IsEncapsulated)
            return pixels;

        // What an unknown syntax does is not known: its pixels may be native.
        return (DicomItem?)element.AsFragments() ?? (syntax.IsKnown
            ? throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"The pixel data stands in no fragments, which transfer syntax {syntax} demands")
            : element);
    }

    /// <summary>Makes sure that no frame is missing that the data set promises, before work is begun that needs all of them.</summary>
    /// <exception cref="DicomPixelDataException">There are fewer, or they cannot be told apart.</exception>
    public void RequireAllFrames()
    {
        if (FramesThere < NumberOfFrames)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"The pixel data holds {FramesThere} of {NumberOfFrames} frames");
    }

    /// <summary>
    /// The bytes of a frame as they stand in the data set: native ones in little endian, a frame of single bits moved so that it starts
    /// with a byte; encapsulated ones joined from their fragments, with the padding of the last one.
    /// </summary>
    /// <param name="frame">From 0 on.</param>
    /// <exception cref="DicomPixelDataException">There is no such frame, it is not wholly there or larger than allowed.</exception>
    /// <exception cref="DicomFileException">The file cannot be read any more.</exception>
    public ReadOnlyMemory<byte> ReadFrame(int frame)
    {
        if (frame < 0 || frame >= NumberOfFrames)
            throw new DicomPixelDataException(DicomPixelDataError.FrameOutOfRange, $"There is no frame {frame} among {NumberOfFrames}");

        return _frames.Value.Read(frame, _maxFrameLength);
    }

    /// <summary>A frame uncompressed, in little endian, pixel by pixel, each pixel with all of its samples.</summary>
    /// <inheritdoc cref="ReadFrame(int)"/>
    /// <exception cref="DicomCodecException">
    /// The compressed frame is damaged or contradicts the data set, the library that can read it is missing, or native chroma is shared in
    /// a way that is not supported.
    /// </exception>
    public DicomFrame DecodeFrame(int frame)
    {
        var decoded = Decoded;
        RequireRoomFor(decoded.FrameLength);
        if (!IsEncapsulated)
            return NativeLayout.Interleave(ReadFrame(frame), Format);

        if (DicomCodecs.Find(_syntax) is not { } codec)
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported,
                $"Frames of transfer syntax {_syntax} cannot be decompressed");

        var compressed = ReadFrame(frame);
        var samples = new byte[decoded.FrameLength];
        var format = codec.Decode(compressed.Span, Format, samples);
        return new DicomFrame(format, samples.AsMemory(0, (int)format.FrameLength));
    }

    private DicomPixelFormat Decoded =>
        Format with { IsPlanar = false, PhotometricInterpretation = Format.IsSubsampled ? "YBR_FULL" : Format.PhotometricInterpretation };

    private void RequireRoomFor(long length)
    {
        if (length > _maxFrameLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge,
                $"A frame takes {length} bytes, more than the {_maxFrameLength} that are allowed");
    }
}
