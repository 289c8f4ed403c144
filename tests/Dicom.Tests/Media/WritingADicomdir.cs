using EventDicom.Dicom.Tests.Oracles;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Media;

public sealed class WritingADicomdir
{
    private static readonly DicomTag s_records = DicomTag.DirectoryRecordSequence;

    [Fact]
    public void links_the_records_of_patients_studies_series_and_files_in_any_order()
    {
        var directory = Write(
            Image(SyntheticInstance.Create(1, 1, 1, 1)), Image(SyntheticInstance.Create(2)), Image(SyntheticInstance.Create(1, 1, 2)),
            Image(SyntheticInstance.Create(1, 1, 1, 2)), Image(SyntheticInstance.Create(1, 2)));

        Walk(directory).ShouldBe(
        [
            "PATIENT SYN1", " STUDY A1.1", "  SERIES 1", "   IMAGE 1 IMAGES\\IM0", "   IMAGE 2 IMAGES\\IM3", "  SERIES 2",
            "   IMAGE 1 IMAGES\\IM2",
            " STUDY A1.2", "  SERIES 1", "   IMAGE 1 IMAGES\\IM4",
            "PATIENT SYN2", " STUDY A2.1", "  SERIES 1", "   IMAGE 1 IMAGES\\IM1",
        ]);
    }

    [Fact]
    public void names_the_file_set_and_needs_no_files()
    {
        var directory = Write();

        directory.Dataset.TryGetString(DicomTag.FileSetID, out var id).ShouldBeTrue();
        id.ShouldBe("TEST_MEDIA");
        Walk(directory).ShouldBeEmpty();
    }

    [Fact]
    public void makes_up_what_a_file_must_have_and_has_not()
    {
        var bare = Image(SyntheticInstance.Create().Without(DicomTag.StudyDate).Without(DicomTag.StudyTime).Without(DicomTag.PatientID)
            .Without(DicomTag.SeriesNumber)
            .Without(DicomTag.InstanceNumber).Without(DicomTag.Modality));

        var records = Records(Write(bare)).Values.ToList();

        Text(records[0], DicomTag.PatientID).ShouldBe("UNKNOWN");
        Text(records[1], DicomTag.StudyDate).ShouldBe("19000101");
        Text(records[1], DicomTag.StudyTime).ShouldBe("000000");
        Text(records[1], DicomTag.StudyDescription).ShouldBe("");
        Text(records[2], DicomTag.SeriesNumber).ShouldBe("1");
        Text(records[2], DicomTag.Modality).ShouldBe("UNKNOWN");
        Text(records[3], DicomTag.InstanceNumber).ShouldBe("1");
    }

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.2", "IMAGE")]
    [InlineData("1.2.840.10008.5.1.4.1.1.481.2", "RT DOSE")]
    [InlineData("1.2.840.10008.5.1.4.1.1.481.3", "RT STRUCTURE SET")]
    [InlineData("1.2.840.10008.5.1.4.1.1.481.5", "RT PLAN")]
    [InlineData("1.2.840.10008.5.1.4.1.1.481.4", "RT TREAT RECORD")]
    [InlineData("1.2.840.10008.5.1.4.1.1.11.1", "PRESENTATION")]
    [InlineData("1.2.840.10008.5.1.4.1.1.9.1.1", "WAVEFORM")]
    [InlineData("1.2.840.10008.5.1.4.1.1.88.11", "SR DOCUMENT")]
    [InlineData("1.2.840.10008.5.1.4.1.1.88.59", "KEY OBJECT DOC")]
    [InlineData("1.2.840.10008.5.1.4.1.1.104.1", "ENCAP DOC")]
    [InlineData("1.2.840.10008.5.1.4.1.1.4.2", "SPECTROSCOPY")]
    [InlineData("1.2.840.10008.5.1.4.1.1.66", "RAW DATA")]
    [InlineData("1.2.840.10008.5.1.4.1.1.66.1", "REGISTRATION")]
    [InlineData("1.2.840.10008.5.1.4.1.1.66.4", "IMAGE")]
    [InlineData("1.2.3.4", "IMAGE")]
    public void knows_the_record_of_a_sop_class(string sopClass, string type)
    {
        var records = Records(Write(Image(SyntheticInstance.Create()).With(DicomTag.SOPClassUID, "UI", sopClass))).Values;

        Text(records.Last(), DicomTag.DirectoryRecordType).ShouldBe(type);
        Text(records.Last(), DicomTag.ReferencedSOPClassUIDInFile).ShouldBe(sopClass);
        Text(records.Last(), DicomTag.ReferencedTransferSyntaxUIDInFile).ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
    }

    [Fact]
    public void calls_a_file_private_that_is_no_image_and_of_no_class_it_knows() =>
        Text(Records(Write(SyntheticInstance.Create().With(DicomTag.SOPClassUID, "UI", "1.2.3.4"))).Values.Last(),
            DicomTag.DirectoryRecordType).ShouldBe("PRIVATE");

    [Fact]
    public void says_more_when_asked_to()
    {
        var described = Image(SyntheticInstance.Create().With(DicomTag.SeriesDescription, "LO", "Axial"));

        Records(Write(described)).Values.ElementAt(2).Contains(DicomTag.SeriesDescription).ShouldBeFalse();
        var extended = Records(WriteAll(extended: true, described)).Values.ToList();
        Text(extended[2], DicomTag.SeriesDescription).ShouldBe("Axial");
        extended[3].Contains(DicomTag.Rows).ShouldBeFalse();
    }

    [Fact]
    public void reduces_text_to_ASCII_and_names_the_character_set_of_each_file()
    {
        var instance = Image(SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192"));
        var named = instance with
        {
            Dataset = instance.Dataset.With(DicomTag.PatientName, "PN", "Müller^Jörg=山田^太郎", System.Text.Encoding.UTF8)
                .With(DicomTag.StudyDescription, "LO", "Étude", System.Text.Encoding.UTF8),
        };

        var records = Records(Write(named)).Values.ToList();

        Text(records[0], DicomTag.PatientName).ShouldBe("Mller^Jrg");
        Text(records[1], DicomTag.StudyDescription).ShouldBe("tude");
        records.ShouldAllBe(record => Text(record, DicomTag.SpecificCharacterSet) == "ISO_IR 192");
    }

    [Fact]
    public void pads_text_with_spaces_whatever_the_file_does()
    {
        var records =
            Records(
                Write(Image(SyntheticInstance.Create().WithBytes(DicomTag.StudyID, "SH", "AB1\0"u8.ToArray())
                    .WithBytes(DicomTag.PatientID, "LO", "P1 \0"u8.ToArray())))).Values.ToList();

        ((DicomElement)records[1].Find(DicomTag.StudyID)!).GetBytes().ToArray().ShouldBe("AB1 "u8.ToArray());
        ((DicomElement)records[0].Find(DicomTag.PatientID)!).GetBytes().ToArray().ShouldBe("P1"u8.ToArray());
    }

    [Fact]
    public void is_accepted_by_dciodvfy()
    {
        if (DicomdirCheck is null) return;
        var instance = Image(SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192"))
            .WithBytes(DicomTag.StudyID, "SH", "AB1\0"u8.ToArray());
        var named = instance with { Dataset = instance.Dataset.With(DicomTag.StudyDescription, "LO", "Étude", System.Text.Encoding.UTF8) };

        var output = new MemoryStream();
        var directory = new DicomDirectory(output, "TEST_MEDIA");
        directory.Add(DicomDirectoryEntry.TryCreate(DicomFile.Open(named.ToBytes()), "IMAGES\\IM0")!);
        directory.Complete();

        DicomdirCheck(output.ToArray()).Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static Func<byte[], string>? DicomdirCheck => !File.Exists("/usr/bin/dciodvfy") ? null : file =>
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using var process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo("/usr/bin/dciodvfy", [path]) { RedirectStandardError = true })!;
            var text = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        finally
        {
            File.Delete(path);
        }
    };

    [Fact]
    public void has_no_record_for_a_file_without_identifiers() =>
        DicomDirectoryEntry.TryCreate(DicomFile.Open(SyntheticInstance.Create().Without(DicomTag.SOPClassUID).ToBytes()), "IMAGES\\IM0")
        .ShouldBeNull();

    [SharedDataFact]
    public void is_read_by_dcmtk_and_pydicom_for_every_sample_file()
    {
        if (DcmdumpTheoryAttribute.Run("--version") is null || PydicomTheoryAttribute.Interpreter is not { } python) return;
        using var output = new MemoryStream();
        var directory = new DicomDirectory(output, "TEST_MEDIA");
        var count = 0;
        foreach (var path in SharedData.FilesIn("dicom"))
        {
            try
            {
                using var stream = File.OpenRead(Path.Combine(SharedData.Folder!, "dicom", path));
                if (DicomDirectoryEntry.TryCreate(DicomFile.Open(stream, new() { StopBeforePixelData = true }),
                    $"IMAGES\\IM{count}") is not { } entry) continue;
                directory.Add(entry);
                count++;
            }
            catch (DicomFileException)
            {
                // no DICOM file
            }
        }
        directory.Complete();
        count.ShouldBeGreaterThan(50);

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, output.ToArray());
            DcmdumpTheoryAttribute.Run("-q", file)!.Split("refFileID=").Length.ShouldBe(count + 1);
            var script = Path.Combine(AppContext.BaseDirectory, "Media", "walk_dicomdir.py");
            ReadAll(python, script, file).ShouldBe($"{count}\n");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string ReadAll(string python, string script, string file)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(python, [script, file]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static SyntheticInstance Image(SyntheticInstance instance) => instance.WithImage(4, 4);

    private static DicomFile Write(params SyntheticInstance[] instances) => WriteAll(extended: false, [.. instances]);

    private static DicomFile WriteAll(bool extended, params SyntheticInstance[] instances)
    {
        var output = new MemoryStream();
        var directory = new DicomDirectory(output, "TEST_MEDIA");
        for (var i = 0; i < instances.Length; i++)
            directory.Add(DicomDirectoryEntry.TryCreate(DicomFile.Open(instances[i].ToBytes()), $"IMAGES\\IM{i}", extended)!);
        directory.Complete();
        output.Position.ShouldBe(output.Length);
        return DicomFile.Open(output.ToArray());
    }

    // By the offset of each record's item tag, which is 8 bytes before its first element.
    private static SortedDictionary<long, DicomDataset> Records(DicomFile directory) =>
        new(((DicomSequence)directory.Dataset.Find(s_records)!).Items.ToDictionary(item => ((DicomElement)item[0]).Offset - 16));

    private static List<string> Walk(DicomFile directory)
    {
        var records = Records(directory);
        var lines = new List<string>();

        long Level(long at, string indent)
        {
            var last = 0L;
            for (; at != 0; at = long.Parse(Text(records[at], DicomTag.OffsetOfTheNextDirectoryRecord), null))
            {
                last = at;
                var record = records[at];
                var type = Text(record, DicomTag.DirectoryRecordType);
                var key = type switch
                {
                    "PATIENT" => Text(record, DicomTag.PatientID),
                    "STUDY" => Text(record, DicomTag.AccessionNumber),
                    "SERIES" => Text(record, DicomTag.SeriesNumber),
                    _ => $"{Text(record, DicomTag.InstanceNumber)} {Text(record, DicomTag.ReferencedFileID)}",
                };
                lines.Add($"{indent}{type} {key}");
                Level(long.Parse(Text(record, DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity), null), indent + " ");
            }
            return last;
        }

        var first = long.Parse(Text(directory.Dataset, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity), null);
        Level(first, "")
            .ShouldBe(long.Parse(Text(directory.Dataset, DicomTag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity), null));
        lines.Count.ShouldBe(records.Count);
        return lines;
    }

    private static string Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text
        : throw new ShouldAssertException($"no {tag}");
}
