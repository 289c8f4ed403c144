namespace EventDicom.Domain.Settings;

/// <summary>Orthanc's names of the character sets of PS3.3 C.12.1.1.2.</summary>
public enum DefaultEncoding
{
    Ascii,
    Utf8,
    Latin1,
    Latin2,
    Latin3,
    Latin4,
    Latin5,
    Cyrillic,
    Windows1251,
    Arabic,
    Greek,
    Hebrew,
    Thai,
    Japanese,
    Chinese,
    JapaneseKanji,
    Korean,
    SimplifiedChinese,
}
