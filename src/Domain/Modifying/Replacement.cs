using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying;

/// <summary>A new value of an attribute, as a request gives it.</summary>
public abstract record Replacement
{
    private const string Pdf = "application/pdf";

    private Replacement()
    {
    }

    /// <summary>Text in the form of the VR: several values joined by backslashes, numbers in decimal; a data URI for bytes.</summary>
    public sealed record Text(string Value) : Replacement;

    /// <summary>The items of a sequence.</summary>
    public sealed record Items(IReadOnlyList<IReadOnlyDictionary<DicomTag, Replacement>> Contents) : Replacement;

    /// <summary>Bytes as they are, little endian.</summary>
    public sealed record Raw(DicomVR VR, ReadOnlyMemory<byte> Value) : Replacement;

    /// <summary>The value that an attribute has elsewhere, free of that data set's character set and byte order.</summary>
    /// <param name="source">The data set that the attribute is in.</param>
    public static Replacement Of(DicomItem item, DicomDataset source) => item switch
    {
        DicomSequence sequence => new Items([.. sequence.Items.Select(Of)]),
        DicomElement element when source.TryGetString(element, out var text) => new Text(text),
        DicomElement element => new Raw(element.VR, element.GetBytes()),
        _ => new Text(""),
    };

    /// <summary>Whether a character set has all characters of the texts.</summary>
    public bool IsWritableIn(DicomEncoding encoding) => this switch
    {
        Items items => items.Contents.All(item => item.Values.All(value => value.IsWritableIn(encoding))),
        Text { Value: var text } => encoding.Decode(encoding.Encode(text, DicomVR.LT), DicomVR.LT) == text,
        _ => true,
    };

    /// <summary>Sets an attribute, in the place of whatever has its tag, with the VR that this has.</summary>
    /// <param name="privateCreator">Reserves the block of a private attribute where nobody has done so; empty for nobody.</param>
    /// <exception cref="ModificationException">Error 15: the value is none of the VR.</exception>
    public void Set(DicomDatasetBuilder dataset, DicomTag tag, string privateCreator)
    {
        if (privateCreator.Length > 0 && tag.PrivateCreatorTag is { } creator && !dataset.Contains(creator)) dataset.AddOrUpdate(creator, DicomVR.LO, privateCreator);
        try
        {
            switch (this)
            {
                case Items items: dataset.AddOrUpdate(new DicomSequence(tag, [.. items.Contents.Select(item => Build(dataset, item, privateCreator))])); break;
                case Raw raw: dataset.AddOrUpdate(tag, raw.VR, raw.Value); break;
                case Text text: SetText(dataset, tag, text.Value); break;
            }
        }
        catch (DicomValueException unfit)
        {
            throw new ModificationException(OrthancError.BadFileFormat, $"Tag {tag} cannot have this value: {unfit.Message}");
        }
    }

    private static Dictionary<DicomTag, Replacement> Of(DicomDataset dataset) => dataset.AsEnumerable().ToDictionary(item => item.Tag, item => Of(item, dataset));

    private static DicomDataset Build(DicomDatasetBuilder around, IReadOnlyDictionary<DicomTag, Replacement> attributes, string privateCreator)
    {
        var item = new DicomDatasetBuilder(around.Syntax, encoding: around.Encoding);
        // Sorted, so that a creator is there before what it reserves
        foreach (var (tag, value) in attributes.OrderBy(attribute => attribute.Key)) value.Set(item, tag, privateCreator);
        return item.Build();
    }

    private static void SetText(DicomDatasetBuilder dataset, DicomTag tag, string text)
    {
        var vr = dataset.VROf(tag);
        if (vr == DicomVR.SQ && text.Length == 0) dataset.AddOrUpdate(new DicomSequence(tag, []));
        else if (TryReadDataUri(text, vr) is { } bytes) dataset.AddOrUpdate(tag, vr, bytes);
        else dataset.AddOrUpdate(tag, vr, text);
    }

    private static byte[]? TryReadDataUri(string text, DicomVR vr)
    {
        if (DataUri.Find(text) is not { } uri || (uri.MediaType != DataUri.AnyBytes && (vr.IsString || vr.IsNumber || vr == DicomVR.SQ))) return null;
        if (uri.MediaType.StartsWith("image/", StringComparison.Ordinal))
            throw new ModificationException(OrthancError.BadFileFormat, "An image cannot replace pixel data: give its bytes as application/octet-stream");

        try
        {
            var bytes = uri.Decode();
            return uri.MediaType != Pdf || bytes.AsSpan().StartsWith("%PDF-"u8) ? bytes : throw new ModificationException(OrthancError.BadFileFormat, "Not a PDF file");
        }
        catch (FormatException)
        {
            throw new ModificationException(OrthancError.BadFileFormat, "The data URI is not in Base64");
        }
    }
}
