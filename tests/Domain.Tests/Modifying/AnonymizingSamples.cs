using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>Every sample file, anonymized by each edition of the profile: DCMTK reads it, and dicom3tools finds no fault that the source
/// has not.</summary>
public sealed partial class AnonymizingSamples
{
    // Of what we write dicom3tools reads more than of these sources: it stumbles over a second group 0002, and over a VR of two blanks
    private static readonly string[] s_halfRead = ["GH1376.dcm", "GH179A.dcm"];

    private static readonly string[] s_versions = ["2008", "2017c", "2021b", "2023b"];

    public static TheoryData<string> Samples => new(SharedData.FilesIn("dicom").Where(IsReadable));

    [SharedDataTheory]
    [MemberData(nameof(Samples))]
    public void stay_readable_and_no_worse_than_they_were(string sample)
    {
        var path = SharedData.PathOf("dicom", sample);
        using var folder = new TemporaryFolder();
        var faults = !s_halfRead.Contains(Path.GetFileName(sample)) && Run("dciodvfy", path) is { } verified ? Faults(verified) : null;
        var isReadByDcmtk = Run("dcmdump", "-q", path) is { Failed: false };

        foreach (var version in s_versions)
        {
            var anonymized = Path.Combine(folder.Path, version);
            using (var source = File.OpenRead(path))
            using (var result = File.Create(anonymized))
                FileModifier.Apply(ModifiedInstance.AskedAnonymously($$"""{"DicomVersion":"{{version}}"}"""), DicomFile.Open(source),
                    ModifiedInstance.Seed, "Anonymized1", "Orthanc 1.13.0").Value.File.Save(result);

            DicomFile.Open(File.ReadAllBytes(anonymized)).Dataset.TryGetString(DicomTag.PatientName, out var name);
            name.ShouldBe("Anonymized1");
            if (isReadByDcmtk && Run("dcmdump", "-q", anonymized) is { } dump) dump.Failed.ShouldBeFalse(dump.Text);
            if (faults is not null && Run("dciodvfy", anonymized) is { } now)
                Faults(now).Except(faults).Where(fault => !IsOfTheProfile(fault, version))
                    .ShouldBeEmpty($"{version}: faults that the source has not");
        }
    }

    private static bool IsReadable(string sample)
    {
        try
        {
            using var stream = File.OpenRead(SharedData.PathOf("dicom", sample));
            return DicomFile.Open(stream).Dataset.Contains(DicomTag.SOPInstanceUID);
        }
        catch (DicomFileException)
        {
            return false;
        }
    }

    // Orthanc's editions take away, or leave empty, some attributes that a module demands: that much is asked for.
    private static bool IsOfTheProfile(string fault, string version) =>
        Element().Match(fault) is { Success: true } element
        && DicomDictionary.Default.TryParseTag(element.Groups["name"].Value, out var tag)
        && DeidentificationProfile.Find(version)!.ActionFor(tag) is ProfileAction.Remove or ProfileAction.Clear;

    private static HashSet<string> Faults((string Text, bool Failed) verified) =>
        [.. verified.Text.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal))];

    /// <returns><c>null</c> when there is no such program.</returns>
    private static (string Text, bool Failed)? Run(string program, params string[] arguments)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1,
                StandardErrorEncoding = Encoding.Latin1,
            })!;
            var errors = run.StandardError.ReadToEndAsync();
            var output = run.StandardOutput.ReadToEnd();
            run.WaitForExit();
            return (output + errors.Result, run.ExitCode != 0);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("Element=<(?<name>[A-Za-z0-9]+)>")]
    private static partial Regex Element();
}
