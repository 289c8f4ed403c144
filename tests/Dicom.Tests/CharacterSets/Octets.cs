using System.Text.RegularExpressions;

namespace EventDicom.Dicom.Tests.CharacterSets;

/// <summary>Bytes as the annexes of PS3.5 print them: ASCII, and a backslash before three octal digits.</summary>
internal static partial class Octets
{
    public static byte[] Parse(string text) =>
        System.Text.Encoding.Latin1.GetBytes(Octal().Replace(text, match => ((char)Convert.ToByte(match.Groups[1].Value, 8)).ToString()));

    [GeneratedRegex(@"\\([0-3][0-7]{2})")]
    private static partial Regex Octal();
}
