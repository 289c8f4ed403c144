using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom.Tests.Files;
using EventDicom.Support;
using Xunit.Abstractions;

namespace EventDicom.Dicom.Tests.Fuzz;

/// <summary>
/// Opens damaged files and asks for everything in them. EVENTDICOM_FUZZ_RUNS sets how many (default: a few seconds' worth),
/// EVENTDICOM_FUZZ_FIRST the first seed: a failure names its seed.
/// </summary>
public sealed class SurvivingDamage(ITestOutputHelper output)
{
    private const int UsualRuns = 20_000;
    private const long MostInflated = 4 << 20;

    private static readonly TimeSpan s_mostTime = TimeSpan.FromSeconds(5);
    private static readonly DicomReadOptions s_reading = new() { MaxInflatedSize = MostInflated };
    private static readonly DicomReadOptions s_stopping = s_reading with { StopBeforePixelData = true };

    [Fact]
    public void gives_nothing_but_its_own_error_in_bounded_time_and_memory()
    {
        var runs = Setting("EVENTDICOM_FUZZ_RUNS", UsualRuns);
        var first = Setting("EVENTDICOM_FUZZ_FIRST", 0);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        double mostMemory = 0;
        for (var seed = first; seed < first + runs; seed++)
        {
            var random = new Random(seed);
            var bytes = Mutation.Of(FuzzSeeds.All[random.Next(FuzzSeeds.All.Count)], random);
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var start = ProcessorTime.OfThisThread();

            var (reason, file) = Open(bytes, seed % 3 == 0 ? s_stopping : s_reading, seed);

            var time = ProcessorTime.OfThisThread() - start;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            time.ShouldBeLessThan(s_mostTime, Name(seed));
            allocated.ShouldBeLessThan((24L * bytes.Length) + (1 << 20) + (IsDeflated(file, reason) ? 6 * MostInflated : 0), Name(seed));
            slowest = time > slowest ? time : slowest;
            mostMemory = Math.Max(mostMemory, (double)allocated / Math.Max(1, bytes.Length));
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            if (file is not null)
                AskForEverything(file, seed);

            if (seed % 7 == 0)
                CompareWithStream(bytes, reason, file, seed % 3 == 0 ? s_stopping : s_reading, seed);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{runs} files: slowest {slowest.TotalMilliseconds:F1} ms, at most {mostMemory:F0} bytes allocated per byte"));
        foreach (var (reason, count) in reasons)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reason}: {count}"));
    }

    private static bool IsDeflated(DicomFile? file, string reason) =>
        file?.TransferSyntax.IsDeflated ?? reason is not nameof(DicomFileError.NotDicom);

    private static (string Reason, DicomFile? File) Open(byte[] bytes, DicomReadOptions options, int seed)
    {
        try
        {
            var file = DicomFile.Open(bytes, options);
            return (file.IsPartial ? "read in part" : "read", file);
        }
        catch (DicomFileException error)
        {
            return (error.Reason.ToString(), null);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(Name(seed), error);
        }
    }

    private static void AskForEverything(DicomFile file, int seed)
    {
        try
        {
            file.TransferSyntax.ToString().ShouldNotBeNull();
            Ask(file.FileMetaInfo);
            Ask(file.Dataset);
            var format = (DicomJsonFormat)(seed % 3);
            using var writer = new Utf8JsonWriter(Stream.Null);
            DicomJson.Write(writer, file.Dataset, format);
            writer.Reset();
            DicomJson.WriteHeader(writer, file.FileMetaInfo, format);
        }
        catch (Exception error) when (error is not ShouldAssertException)
        {
            throw new InvalidOperationException(Name(seed), error);
        }
    }

    private static void Ask(DicomDataset dataset)
    {
        dataset.Encoding.ShouldNotBeNull();
        DicomTag? last = null;
        foreach (var item in dataset)
        {
            (last is null || last < item.Tag).ShouldBeTrue("sorted, each tag once");
            last = item.Tag;
            dataset.Find(item.Tag).ShouldBeSameAs(item);
            dataset.PrivateCreatorOf(item.Tag);
            switch (item)
            {
                case DicomSequence sequence:
                    foreach (var nested in sequence.Items)
                        Ask(nested);
                    break;

                case DicomFragmentSequence fragments:
                    for (var i = 0; i < fragments.Fragments.Count; i++)
                        fragments.GetBytes(i).Length.ShouldBe((int)fragments.Fragments[i].Length);
                    break;

                case DicomElement element:
                    dataset.TryGetString(element, out _);
                    if (!element.IsSkipped)
                        element.GetBytes().Length.ShouldBe((int)element.Length);
                    break;
            }
        }
    }

    private static void CompareWithStream(byte[] bytes, string reason, DicomFile? file, DicomReadOptions options, int seed)
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            var streamed = DicomFile.Open(stream, options with { LargeElement = seed % 200 });
            streamed.PartialReason.ShouldBe(file?.PartialReason, Name(seed));
            streamed.PixelDataOffset.ShouldBe(file?.PixelDataOffset, Name(seed));
            Flattened.Of(streamed.Dataset).ShouldBe(Flattened.Of(file!.Dataset), Name(seed));
        }
        catch (DicomFileException error)
        {
            error.Reason.ToString().ShouldBe(reason, Name(seed));
        }
    }

    private static string Name(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed {seed}");

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value : usual;
}
