namespace EventDicom.Dicom;

/// <summary>The sets that text may switch to, with their escape sequences (PS3.3 tables C.12-3 and C.12-4).</summary>
internal static class GraphicSets
{
    public static readonly GraphicSet Ascii = new RomanSet("(B", isJapanese: false);
    public static readonly GraphicSet Romaji = new RomanSet("(J", isJapanese: true);
    public static readonly GraphicSet Katakana = new KatakanaSet(")I");
    public static readonly GraphicSet Latin1 = new SingleByteSet("-A", SingleByteTables.Latin1);
    public static readonly GraphicSet Latin2 = new SingleByteSet("-B", SingleByteTables.Latin2);
    public static readonly GraphicSet Latin3 = new SingleByteSet("-C", SingleByteTables.Latin3);
    public static readonly GraphicSet Latin4 = new SingleByteSet("-D", SingleByteTables.Latin4);
    public static readonly GraphicSet Cyrillic = new SingleByteSet("-L", SingleByteTables.Cyrillic);
    public static readonly GraphicSet Arabic = new SingleByteSet("-G", SingleByteTables.Arabic);
    public static readonly GraphicSet Greek = new SingleByteSet("-F", SingleByteTables.Greek);
    public static readonly GraphicSet Hebrew = new SingleByteSet("-H", SingleByteTables.Hebrew);
    public static readonly GraphicSet Latin5 = new SingleByteSet("-M", SingleByteTables.Latin5);
    public static readonly GraphicSet Latin9 = new SingleByteSet("-b", SingleByteTables.Latin9);
    public static readonly GraphicSet Thai = new SingleByteSet("-T", SingleByteTables.Thai);

    /// <summary>No set of the standard, so that text cannot switch to it: a default for files that name no set.</summary>
    public static readonly GraphicSet Windows1251 = new SingleByteSet("", SingleByteTables.Windows1251);

    // Read and written as Orthanc and Windows do; the characters of the standard's own mapping to Unicode are written as well.
    public static readonly GraphicSet Kanji = new DoubleByteSet("$B", isG1: false, 51932,
        alternatives: "\u301C～\u2016∥\u2212－\u00A2￠\u00A3￡\u00AC￢");
    public static readonly GraphicSet SupplementaryKanji = new DoubleByteSet("$(D", isG1: false, 20932, lowSecondByte: true,
        additions: [(0x2237, '～'), (0x2271, '№')]);
    public static readonly GraphicSet Korean = new DoubleByteSet("$)C", isG1: true, 949);
    public static readonly GraphicSet SimplifiedChinese = new DoubleByteSet("$)A", isG1: true, 20936, additions: [(0x212C, '‖')]);

    private static readonly GraphicSet[] s_all =
    [
        Ascii, Romaji, Kanji, Korean, SimplifiedChinese, SupplementaryKanji, Katakana, Latin1, Latin2, Latin3, Latin4,
        Cyrillic, Arabic, Greek, Hebrew, Latin5, Latin9, Thai,
    ];

    /// <summary>The set that an escape sequence at the start of <paramref name="text"/> designates, or null.</summary>
    public static GraphicSet? Designated(ReadOnlySpan<byte> text)
    {
        foreach (var set in s_all)
        {
            if (text.StartsWith(set.Escape))
                return set;
        }

        return null;
    }
}
