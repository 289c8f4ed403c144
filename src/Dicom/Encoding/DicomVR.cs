namespace EventDicom.Dicom;

/// <summary>A value representation (PS3.5 section 6.2). There is one instance for each; compare by reference.</summary>
public sealed class DicomVR
{
    private static readonly DicomVR?[] s_byCode = new DicomVR?[26 * 26];

    public static readonly DicomVR AE = Text("AE");
    public static readonly DicomVR AS = Text("AS");
    public static readonly DicomVR AT = Binary("AT", unit: 2, number: true);
    public static readonly DicomVR CS = Text("CS");
    public static readonly DicomVR DA = Text("DA");
    public static readonly DicomVR DS = Text("DS");
    public static readonly DicomVR DT = Text("DT");
    public static readonly DicomVR FD = Binary("FD", unit: 8, number: true);
    public static readonly DicomVR FL = Binary("FL", unit: 4, number: true);
    public static readonly DicomVR IS = Text("IS");
    public static readonly DicomVR LO = Text("LO", encoded: true);
    public static readonly DicomVR LT = Text("LT", encoded: true, multi: false);
    public static readonly DicomVR OB = Binary("OB", unit: 1, wide: true);
    public static readonly DicomVR OD = Binary("OD", unit: 8, wide: true);
    public static readonly DicomVR OF = Binary("OF", unit: 4, wide: true);
    public static readonly DicomVR OL = Binary("OL", unit: 4, wide: true);
    public static readonly DicomVR OV = Binary("OV", unit: 8, wide: true);
    public static readonly DicomVR OW = Binary("OW", unit: 2, wide: true);
    public static readonly DicomVR PN = Text("PN", encoded: true);
    public static readonly DicomVR SH = Text("SH", encoded: true);
    public static readonly DicomVR SL = Binary("SL", unit: 4, number: true);
    public static readonly DicomVR SQ = Binary("SQ", unit: 1, wide: true);
    public static readonly DicomVR SS = Binary("SS", unit: 2, number: true);
    public static readonly DicomVR ST = Text("ST", encoded: true, multi: false);
    public static readonly DicomVR SV = Binary("SV", unit: 8, number: true, wide: true);
    public static readonly DicomVR TM = Text("TM");
    public static readonly DicomVR UC = Text("UC", encoded: true, wide: true);
    public static readonly DicomVR UI = Text("UI", padding: 0);
    public static readonly DicomVR UL = Binary("UL", unit: 4, number: true);
    public static readonly DicomVR UN = Binary("UN", unit: 1, wide: true);
    public static readonly DicomVR UR = Text("UR", wide: true, multi: false);
    public static readonly DicomVR US = Binary("US", unit: 2, number: true);
    public static readonly DicomVR UT = Text("UT", encoded: true, wide: true, multi: false);
    public static readonly DicomVR UV = Binary("UV", unit: 8, number: true, wide: true);

    private DicomVR(string code, bool isString, bool isStringEncoded, bool isNumber, bool has32BitLength, int unitSize, byte paddingByte,
        bool isMultiValued)
    {
        Code = code;
        IsString = isString;
        IsStringEncoded = isStringEncoded;
        IsNumber = isNumber;
        Has32BitLength = has32BitLength;
        UnitSize = unitSize;
        PaddingByte = paddingByte;
        IsMultiValued = isMultiValued;
        s_byCode[((code[0] - 'A') * 26) + code[1] - 'A'] = this;
    }

    /// <summary>The two capital letters.</summary>
    public string Code { get; }

    /// <summary>The value is text.</summary>
    public bool IsString { get; }

    /// <summary>The text is written in the data set's SpecificCharacterSet (PS3.5 section 6.1.2.2): LO LT PN SH ST UC UT. The others are
    /// ASCII.</summary>
    public bool IsStringEncoded { get; }

    /// <summary>The value is a list of binary numbers or tags: AT FD FL SL SS SV UL US UV.</summary>
    public bool IsNumber { get; }

    /// <summary>In explicit syntaxes two reserved bytes and a 32-bit length follow the VR, else a 16-bit length (PS3.5 section
    /// 7.1.2).</summary>
    public bool Has32BitLength { get; }

    /// <summary>Bytes that are swapped together between the byte orders; 1 for text and bytes, 2 for AT (two halves of a tag).</summary>
    public int UnitSize { get; }

    /// <summary>What makes a value of odd length even: a space for text, NUL for UI and binary.</summary>
    public byte PaddingByte { get; }

    /// <summary>A backslash separates values (text) or the value holds any number of units (numbers).</summary>
    public bool IsMultiValued { get; }

    /// <summary>The VR of two bytes as they stand in an explicit syntax, or null when they name none.</summary>
    public static DicomVR? TryParse(byte first, byte second)
    {
        var row = (uint)first - 'A';
        var column = (uint)second - 'A';
        return row < 26 && column < 26 ? s_byCode[(row * 26) + column] : null;
    }

    /// <inheritdoc cref="TryParse(byte, byte)"/>
    public static DicomVR? TryParse(ReadOnlySpan<byte> twoBytes) =>
        twoBytes.Length == 2 ? TryParse(twoBytes[0], twoBytes[1]) : null;

    /// <summary>The VR of two capital letters, or null when they name none.</summary>
    public static DicomVR? TryParse(ReadOnlySpan<char> twoLetters) =>
        twoLetters.Length == 2 && char.IsAscii(twoLetters[0]) && char.IsAscii(twoLetters[1])
            ? TryParse((byte)twoLetters[0], (byte)twoLetters[1])
            : null;

    public override string ToString() => Code;

    private static DicomVR Text(string code, bool encoded = false, bool wide = false, bool multi = true, byte padding = 0x20) =>
        new(code, isString: true, encoded, isNumber: false, wide, unitSize: 1, padding, multi);

    private static DicomVR Binary(string code, int unit, bool number = false, bool wide = false) =>
        new(code, isString: false, isStringEncoded: false, number, wide, unit, paddingByte: 0, isMultiValued: number);
}
