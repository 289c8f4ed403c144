using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying.Requests;

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
    /// <returns><c>null</c> when it is set. Error 15: the value is none of the VR.</returns>
    public Refused? Set(DicomDatasetBuilder dataset, DicomTag tag, string privateCreator)
    {
        if (privateCreator.Length > 0 && tag.PrivateCreatorTag is { } creator && !dataset.Contains(creator))
            dataset.AddOrUpdate(creator, DicomVR.LO, privateCreator);
        try
        {
            switch (this)
            {
                case Items items: return SetItems(dataset, tag, items.Contents, privateCreator);
                case Text text: return SetText(dataset, tag, text.Value);
                case Raw raw: dataset.AddOrUpdate(tag, raw.VR, raw.Value); break;
            }
            return null;
        }
        catch (DicomValueException unfit)
        {
            return Unfit($"Tag {tag} cannot have this value: {unfit.Message}");
        }
    }

    private static Dictionary<DicomTag, Replacement> Of(DicomDataset dataset) =>
        dataset.AsEnumerable().ToDictionary(item => item.Tag, item => Of(item, dataset));

    private static Refused? SetItems(DicomDatasetBuilder dataset, DicomTag tag,
        IReadOnlyList<IReadOnlyDictionary<DicomTag, Replacement>> contents, string privateCreator)
    {
        var items = new List<DicomDataset>(contents.Count);
        foreach (var attributes in contents)
        {
            var item = new DicomDatasetBuilder(dataset.Syntax, encoding: dataset.Encoding);
            // Sorted, so that a creator is there before what it reserves
            foreach (var (nested, value) in attributes.OrderBy(attribute => attribute.Key))
                if (value.Set(item, nested, privateCreator) is { } refused)
                    return refused;
            items.Add(item.Build());
        }
        dataset.AddOrUpdate(new DicomSequence(tag, items));
        return null;
    }

    private static Refused? SetText(DicomDatasetBuilder dataset, DicomTag tag, string text)
    {
        var vr = dataset.VROf(tag);
        if (DataUri.Find(text) is { } uri && (uri.MediaType == DataUri.AnyBytes || !(vr.IsString || vr.IsNumber || vr == DicomVR.SQ)))
        {
            if (Decode(uri).IsRefused(out var refused, out var bytes)) return refused;
            dataset.AddOrUpdate(tag, vr, bytes);
        }
        else if (vr == DicomVR.SQ && text.Length == 0)
        {
            dataset.AddOrUpdate(new DicomSequence(tag, []));
        }
        else
        {
            dataset.AddOrUpdate(tag, vr, text);
        }
        return null;
    }

    private static Answer<byte[]> Decode(DataUri uri)
    {
        if (uri.MediaType.StartsWith("image/", StringComparison.Ordinal))
            return Unfit("An image cannot replace pixel data: give its bytes as application/octet-stream");
        try
        {
            var bytes = uri.Decode();
            return uri.MediaType != Pdf || bytes.AsSpan().StartsWith("%PDF-"u8) ? bytes : Unfit("Not a PDF file");
        }
        catch (FormatException)
        {
            return Unfit("The data URI is not in Base64");
        }
    }

    private static Refused Unfit(string details) => new(OrthancError.BadFileFormat, details);
}
