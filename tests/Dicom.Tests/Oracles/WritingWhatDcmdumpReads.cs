using System.Text.RegularExpressions;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>Every sample file is read, written, and must then print the same with DCMTK's dcmdump as before.</summary>
public sealed partial class WritingWhatDcmdumpReads
{
    private static readonly string[] s_everything = ["-q", "+L", "+R", "4096"];

    private static readonly (string Option, DicomTransferSyntax Syntax)[] s_conversions =
    [
        ("+te", DicomTransferSyntax.ExplicitVRLittleEndian), ("+tb", DicomTransferSyntax.ExplicitVRBigEndian),
        ("+ti", DicomTransferSyntax.ImplicitVRLittleEndian),
        ("+td", DicomTransferSyntax.DeflatedExplicitVRLittleEndian),
    ];

    // Where the file that is written is better than the one that was read, and why
    private static readonly Dictionary<string, string> s_mended = new()
    {
        ["GH064.dcm"] = "Private sequences of VR UN with a length become sequences",
        ["DIRW0007"] = "DCMTK refuses the source: an end delimiter that ends nothing",
        ["GH179A.dcm"] = "A VR that is none becomes UN",
        ["GH1339.dcm"] = "DCMTK refuses the source: it ends inside of its fragments",
        ["GH1376.dcm"] = "A second group 0002 behind the first is not written again",
    };

    public static TheoryData<string> Samples =>
        new(SharedData.FilesIn("dicom").Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)));

    [DcmdumpTheory]
    [MemberData(nameof(Samples))]
    public void keeps_every_attribute(string sample)
    {
        var path = SharedData.PathOf("dicom", sample);
        var before = DcmdumpTheoryAttribute.Run([.. s_everything, path]);
        var isMended = s_mended.ContainsKey(Path.GetFileName(sample));
        if (before is null && !isMended)
        {
            Should.Throw<DicomFileException>(() => DicomFile.Open(File.ReadAllBytes(path)));
            return;
        }

        var file = DicomFile.Open(File.ReadAllBytes(path));
        foreach (var explicitLengths in (bool[])[true, false])
        {
            using var written = new TemporaryDicomFile(file, file.TransferSyntax,
                new DicomWriteOptions { ExplicitLengthSequences = explicitLengths });

            var after = DcmdumpTheoryAttribute.Run([.. s_everything, written.Path]);

            after.ShouldNotBeNull("DCMTK cannot read what was written");
            if (isMended)
                continue;

            var expected = Attributes(before!, file).ToList();
            var actual = Attributes(after, file).ToList();
            actual.Except(expected).Take(5).ShouldBeEmpty();
            expected.Except(actual).Take(5).ShouldBeEmpty();
            actual.ShouldBe(expected);
        }
    }

    /// <summary>What dcmconv makes of a file, and what we make of it, in every uncompressed syntax.</summary>
    [DcmdumpTheory]
    [MemberData(nameof(Samples))]
    public void converts_as_dcmconv_does(string sample)
    {
        var path = SharedData.PathOf("dicom", sample);
        if (s_mended.ContainsKey(Path.GetFileName(sample)) || DcmdumpTheoryAttribute.Run([.. s_everything, path]) is null)
            return;

        var file = DicomFile.Open(File.ReadAllBytes(path));
        if (file.Dataset.AsEnumerable().Any(item => item is DicomFragmentSequence) || file.Dataset.Syntax.SwapsPixelData)
            return;

        foreach (var (option, syntax) in s_conversions)
        {
            using var theirs = new TemporaryDicomFile(file, DicomTransferSyntax.ExplicitVRLittleEndian);
            if (ExternalTool.Run("dcmconv", option, path, theirs.Path) is null)
                continue;
            using var ours = new TemporaryDicomFile(file, syntax);

            var expected = Attributes(DcmdumpTheoryAttribute.Run([.. s_everything, theirs.Path])!, file).ToList();
            var actual = Attributes(DcmdumpTheoryAttribute.Run([.. s_everything, ours.Path])!, file).ToList();

            actual.Except(expected).Take(5).ShouldBeEmpty(option);
            expected.Except(actual).Take(5).ShouldBeEmpty(option);
        }
    }

    // Group 0002 is made anew, group lengths are reckoned anew, and the lengths of sequences are a matter of choice. CurveData is OB or OW:
    // DCMTK goes by DataValueRepresentation, we take the wider one.
    private static IEnumerable<string> Attributes(string dump, DicomFile file)
    {
        foreach (var line in dump.Split('\n'))
        {
            var match = Beginning().Match(line);
            if (!match.Success || match.Groups["tag"].Value.StartsWith("0002", StringComparison.Ordinal)
                || match.Groups["tag"].Value.EndsWith(",0000", StringComparison.Ordinal))
                continue;
            if (match.Groups["tag"].Value is "fffe,e00d" or "fffe,e0dd" or "5000,3000")
                continue;

            // What a file with a wrong syntax or VR UN leaves open is settled when it is written
            yield return match.Groups["vr"].Value is "SQ" or "na" or "pi" or "??" || file.Dataset.Syntax != file.TransferSyntax
                ? $"{match.Groups["indent"].Value}{match.Groups["tag"].Value}"
                : $"{match.Groups["indent"].Value}{match.Groups["tag"].Value} {match.Groups["vr"].Value} {Value(line[match.Length..])}";
        }
    }

    // Up to what dcmdump says of it. A line may be megabytes long.
    private static string Value(string rest) =>
        (Comment().Match(rest) is { Success: true } comment ? rest[..comment.Index] : rest).TrimEnd();

    [GeneratedRegex(@"^(?<indent> *)\((?<tag>[0-9a-f]{4},[0-9a-f]{4})\) (?<vr>\S\S) ")]
    private static partial Regex Beginning();

    [GeneratedRegex(@" +# +(?:\d+|u/l), *\d+ ")]
    private static partial Regex Comment();
}
