using System.Text;

namespace EventDicom.Dicom;

/// <summary>
/// The character set of a data set's text (PS3.3 section C.12.1.1.2, PS3.5 section 6.1). Bytes that mean nothing in it are
/// skipped, and so are characters that it has no code for: there are no errors. Immutable, safe for any number of threads.
/// </summary>
public sealed class DicomEncoding
{
    public static readonly DicomEncoding Ascii = new("Ascii", "ISO_IR 6", GraphicSets.Ascii, null);
    public static readonly DicomEncoding Utf8 = new("Utf8", "ISO_IR 192",
        () => Encoding.GetEncoding("utf-8", new EncoderReplacementFallback(""), new DecoderReplacementFallback("")));
    public static readonly DicomEncoding Latin1 = new("Latin1", "ISO_IR 100", GraphicSets.Ascii, GraphicSets.Latin1);
    public static readonly DicomEncoding Latin2 = new("Latin2", "ISO_IR 101", GraphicSets.Ascii, GraphicSets.Latin2);
    public static readonly DicomEncoding Latin3 = new("Latin3", "ISO_IR 109", GraphicSets.Ascii, GraphicSets.Latin3);
    public static readonly DicomEncoding Latin4 = new("Latin4", "ISO_IR 110", GraphicSets.Ascii, GraphicSets.Latin4);
    public static readonly DicomEncoding Latin5 = new("Latin5", "ISO_IR 148", GraphicSets.Ascii, GraphicSets.Latin5);
    public static readonly DicomEncoding Latin9 = new("Latin9", "ISO_IR 203", GraphicSets.Ascii, GraphicSets.Latin9);
    public static readonly DicomEncoding Cyrillic = new("Cyrillic", "ISO_IR 144", GraphicSets.Ascii, GraphicSets.Cyrillic);
    public static readonly DicomEncoding Windows1251 = new("Windows1251", null, GraphicSets.Ascii, GraphicSets.Windows1251);
    public static readonly DicomEncoding Arabic = new("Arabic", "ISO_IR 127", GraphicSets.Ascii, GraphicSets.Arabic);
    public static readonly DicomEncoding Greek = new("Greek", "ISO_IR 126", GraphicSets.Ascii, GraphicSets.Greek);
    public static readonly DicomEncoding Hebrew = new("Hebrew", "ISO_IR 138", GraphicSets.Ascii, GraphicSets.Hebrew);
    public static readonly DicomEncoding Thai = new("Thai", "ISO_IR 166", GraphicSets.Ascii, GraphicSets.Thai);
    public static readonly DicomEncoding Japanese = new("Japanese", "ISO_IR 13", GraphicSets.Romaji, GraphicSets.Katakana);
    public static readonly DicomEncoding Chinese = new("Chinese", "GB18030", () => Legacy.GetEncoding(54936));
    public static readonly DicomEncoding JapaneseKanji = new("JapaneseKanji", @"\ISO 2022 IR 87", GraphicSets.Ascii, null,
        GraphicSets.Kanji);
    public static readonly DicomEncoding Korean = new("Korean", @"\ISO 2022 IR 149", GraphicSets.Ascii, null, GraphicSets.Korean);
    public static readonly DicomEncoding SimplifiedChinese = new("SimplifiedChinese", @"\ISO 2022 IR 58", GraphicSets.Ascii, null,
        GraphicSets.SimplifiedChinese);

    private static readonly DicomEncoding s_gbk = new("Chinese", "GBK", () => Legacy.GetEncoding(936));
    private static readonly DicomEncoding s_supplementaryKanji = new("JapaneseKanji", @"\ISO 2022 IR 159", GraphicSets.Ascii, null,
        GraphicSets.SupplementaryKanji);

    private static readonly DicomEncoding[] s_named =
    [
        Ascii, Utf8, Latin1, Latin2, Latin3, Latin4, Latin5, Latin9, Cyrillic, Windows1251, Arabic, Greek, Hebrew, Thai, Japanese, Chinese,
        JapaneseKanji, Korean, SimplifiedChinese,
    ];

    private readonly GraphicSet g0 = GraphicSets.Ascii;
    private readonly GraphicSet? g1;
    private readonly GraphicSet[] others = [];
    private readonly CodeExtensions? extensions;
    private readonly Lazy<Encoding>? standalone;

    private DicomEncoding(string name, string? term, GraphicSet g0, GraphicSet? g1, params GraphicSet[] others)
    {
        Name = name;
        SpecificCharacterSet = term;
        this.g0 = g0;
        this.g1 = g1;
        this.others = others;
        extensions = new CodeExtensions(g0, g1, others);
    }

    private DicomEncoding(string name, string term, Func<Encoding> encoding)
    {
        Name = name;
        SpecificCharacterSet = term;
        standalone = new Lazy<Encoding>(encoding);
    }

    /// <summary>Orthanc's name, as in <c>DefaultEncoding</c>; with code extensions that of the main set.</summary>
    public string Name { get; }

    /// <summary>The value of SpecificCharacterSet that means this encoding; null when the standard has none.</summary>
    public string? SpecificCharacterSet { get; }

    /// <summary>This encoding, or UTF-8 in its place where a data set could not name it.</summary>
    public DicomEncoding Nameable => SpecificCharacterSet is null ? Utf8 : this;

    /// <summary>
    /// The encoding that a value of SpecificCharacterSet (0008,0005) means: <paramref name="fallback"/> when it is absent or empty,
    /// ASCII when nothing in it is known. Case and the separators within a term do not matter.
    /// </summary>
    public static DicomEncoding FromSpecificCharacterSet(string? specificCharacterSet, DicomEncoding fallback)
    {
        var value = specificCharacterSet.AsSpan().Trim(" \0");
        if (value.IsEmpty)
            return fallback;

        return value.Contains('\\') ? WithExtensions(value) : FromTerm(value) ?? Ascii;
    }

    /// <summary>Whether a term of SpecificCharacterSet is one that can be read and written; an empty one is (it stands for
    /// ASCII).</summary>
    public static bool IsSupportedTerm(ReadOnlySpan<char> term) => term.Trim(" \0").IsEmpty || FromTerm(term.Trim(" \0")) is not null;

    /// <summary>The encoding of one of Orthanc's names, such as <c>Latin1</c> or <c>Utf8</c>. Case-sensitive.</summary>
    public static bool TryParseName(string orthancName, out DicomEncoding encoding)
    {
        var found = Array.Find(s_named, candidate => candidate.Name == orthancName);
        encoding = found ?? Ascii;
        return found is not null;
    }

    /// <summary>
    /// The text of a value, padding included. Escape sequences are followed; the initial sets return after each delimiter of the VR: the
    /// backslash between values, <c>^</c> and <c>=</c> of PN, and the ends of lines (PS3.5 section 6.1.2.5.3).
    /// </summary>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr)
    {
        if (IsPlain(value))
            return Encoding.ASCII.GetString(value);

        return standalone?.Value.GetString(value) ?? extensions!.Decode(value, vr);
    }

    /// <summary>The bytes of a text, without padding, with the escape sequences it needs. Characters without a code are left out.</summary>
    public byte[] Encode(string text, DicomVR vr)
    {
        if (g0 == GraphicSets.Ascii && System.Text.Ascii.IsValid(text))
            return Encoding.ASCII.GetBytes(text);

        return standalone?.Value.GetBytes(text) ?? extensions!.Encode(text, vr);
    }

    public override string ToString() => Name;

    /// <summary>All ASCII without escape sequences, and nothing that JIS X 0201 shows otherwise: the same in every set.</summary>
    internal bool IsPlain(ReadOnlySpan<byte> value) =>
        System.Text.Ascii.IsValid(value)
        && !value.Contains((byte)0x1B)
        && (g0 == GraphicSets.Ascii || !value.ContainsAny((byte)'\\', (byte)'~'));

    private static DicomEncoding WithExtensions(ReadOnlySpan<char> value)
    {
        DicomEncoding? main = null, first = null;
        var others = new List<GraphicSet>();
        var isFirst = true;
        foreach (var range in value.Split('\\'))
        {
            var term = value[range].Trim(" \0");
            var encoding = term.IsEmpty ? Ascii : FromTerm(term);
            if (isFirst)
                first = encoding;
            isFirst = false;
            if (encoding is null)
                continue;

            // A set of its own cannot be mixed with others, but whoever names one beside ASCII means it.
            if (encoding.standalone is not null && (main is null || main == Ascii))
                return encoding;

            if (main is null || main == Ascii)
                main = encoding;
            if (encoding.standalone is null)
                others.AddRange([encoding.g0, .. encoding.g1 is { } upper ? [upper] : Array.Empty<GraphicSet>(), .. encoding.others]);
        }

        if (main is null)
            return Ascii;

        if (main.standalone is not null)
            return main;

        first ??= Ascii;
        others.RemoveAll(set => set == first.g0 || set == first.g1 || set == GraphicSets.Ascii);
        return new DicomEncoding(main.Name, value.ToString(), first.g0, first.g1, [.. others.Distinct()]);
    }

    /// <summary>The encoding of one defined term of PS3.3 tables C.12-2 to C.12-5.</summary>
    private static DicomEncoding? FromTerm(ReadOnlySpan<char> term)
    {
        Span<char> letters = stackalloc char[16];
        var length = 0;
        foreach (var character in term)
        {
            if (!char.IsAsciiLetterOrDigit(character))
                continue;
            if (length == letters.Length)
                return null;
            letters[length++] = char.ToUpperInvariant(character);
        }

        return letters[..length] switch
        {
            "ISOIR6" or "ISO2022IR6" => Ascii,
            "ISOIR192" => Utf8,
            "ISOIR100" or "ISO2022IR100" => Latin1,
            "ISOIR101" or "ISO2022IR101" => Latin2,
            "ISOIR109" or "ISO2022IR109" => Latin3,
            "ISOIR110" or "ISO2022IR110" => Latin4,
            "ISOIR148" or "ISO2022IR148" => Latin5,
            "ISOIR203" or "ISO2022IR203" => Latin9,
            "ISOIR144" or "ISO2022IR144" => Cyrillic,
            "ISOIR127" or "ISO2022IR127" => Arabic,
            "ISOIR126" or "ISO2022IR126" => Greek,
            "ISOIR138" or "ISO2022IR138" => Hebrew,
            "ISOIR166" or "ISO2022IR166" => Thai,
            "ISOIR13" or "ISO2022IR13" => Japanese,
            "ISO2022IR87" => JapaneseKanji,
            "ISO2022IR159" => s_supplementaryKanji,
            "ISO2022IR149" => Korean,
            "ISO2022IR58" => SimplifiedChinese,
            "GB18030" => Chinese,
            "GBK" => s_gbk,
            _ => null,
        };
    }
}
