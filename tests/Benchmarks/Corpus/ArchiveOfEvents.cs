using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Recording;
using EventDicom.Domain.Resources;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections;
using Marten;
using Npgsql;

namespace EventDicom.Benchmarks.Corpus;

/// <summary>
/// Fills the database of a server that is not running with the events of a large archive, without a file behind any of them: for searches
/// and lists alone. Depends on nothing but the counts: two studies for each patient, four series for each study.
/// </summary>
internal static class ArchiveOfEvents
{
    private const int StudiesAtOnce = 50;
    private const int SeriesOfStudy = 4;

    private static readonly string[] s_syllables = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro",
        "su", "ta", "ve", "wi", "xo", "zu"];
    private static readonly string[] s_modalities = ["CT", "CT", "CT", "MR", "MR", "MR", "CR", "CR", "DX", "DX", "US", "US", "US", "MG",
        "NM", "XA", "PT", "SR", "OT", "SC"];
    private static readonly string[] s_parts = ["Head", "Neck", "Thorax", "Abdomen", "Pelvis", "Knee", "Shoulder", "Spine", "Hand", "Foot"];
    private static readonly string[] s_kinds = ["native", "contrast", "follow-up", "screening", "preoperative", "postoperative",
        "emergency", "angiography"];

    public static async Task FillAsync(string connectionString, int studies, int instances)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        using var store = DocumentStore.For(options => EventStore.Configure(options, database));
        var ledger = new Ledger(store, new EventAppender(store), database, new());
        var perSeries = Math.Max(1, instances / studies / SeriesOfStudy);
        var watch = Stopwatch.StartNew();
        var events = 0L;
        for (var first = 0; first < studies; first += StudiesAtOnce)
        {
            var entries = Enumerable.Range(first, Math.Min(StudiesAtOnce, studies - first)).SelectMany(study => Study(study, perSeries))
                .Select(fact => new Entry(fact, Origin.Server)).ToList();
            await ledger.WriteAsync((_, _) => Task.FromResult<IReadOnlyList<Entry>>(entries), CancellationToken.None);
            events += entries.Count;
            if (first / StudiesAtOnce % 20 == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{events} events, {events / watch.Elapsed.TotalSeconds:0}/s"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} events in {watch.Elapsed.TotalSeconds:0} s"));
    }

    private static IEnumerable<Fact> Study(int number, int perSeries)
    {
        var random = new Random(number);
        var patient = number / 2;
        var patientUid = $"P{patient:D6}";
        var studyUid = $"1.2.826.0.1.3680043.10.1999.{number}";
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number);
        var name = new Random(patient);
        var patientTags = new Dictionary<string, string>
        {
            ["0010,0010"] = $"{Word(name, 3)}^{Word(name, 2)}", ["0010,0020"] = patientUid, ["0010,0030"] = Date(name, 1930, 80),
            ["0010,0040"] = name.Next(2) == 0 ? "F" : "M",
        };
        var (patientId, studyId) = (OrthancId.OfPatient(patientUid), OrthancId.OfStudy(patientUid, studyUid));
        for (var series = 1; series <= SeriesOfStudy; series++)
        {
            var modality = s_modalities[(number + (series == 4 ? 7 : 0)) % s_modalities.Length];
            var seriesUid = $"{studyUid}.{series}";
            var seriesId = OrthancId.OfSeries(patientUid, studyUid, seriesUid);
            for (var instance = 1; instance <= perSeries; instance++)
            {
                var uid = $"{seriesUid}.{instance}";
                var hash = SHA256.HashData(Encoding.ASCII.GetBytes(uid));
                var id = OrthancId.OfInstance(patientUid, studyUid, seriesUid, uid);
                yield return new(id.Value, new InstanceStored(
                    id, seriesId, studyId, patientId, uid, "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1",
                    new Dictionary<string, string> { ["0008,0018"] = uid, ["0020,0013"] = $"{instance}",
                        ["0020,0032"] = $"0\\0\\{instance}", ["0020,0037"] = "1\\0\\0\\0\\1\\0" },
                    $"{instance}", 526_000, Convert.ToHexStringLower(hash), Convert.ToHexStringLower(hash.AsSpan(0, 16)), 1_200, null,
                    new Guid(hash.AsSpan(0, 16)),
                    new(OriginKind.DicomProtocol, RemoteIp: "10.0.0.1", CallingAet: $"{modality}{number % 7}", CalledAet: "ARCHIVE"), at,
                    null,
                    MainDicomTags.Default.KeptSignatureOf(ResourceLevel.Instance)));
                if (instance > 1) continue;
                yield return new(seriesId.Value, new SeriesOpened(
                    seriesId, studyId, patientId, seriesUid,
                    new Dictionary<string, string>
                    {
                        ["0008,0021"] = Date(random, 2016, 10), ["0008,0060"] = modality,
                        ["0008,103e"] = $"{s_parts[random.Next(s_parts.Length)]} {series}", ["0020,000e"] = seriesUid,
                        ["0020,0011"] = $"{series}",
                        ["0008,0070"] = "Maker",
                    },
                    null, new(OriginKind.DicomProtocol, CallingAet: $"{modality}{number % 7}"), at, null,
                    MainDicomTags.Default.KeptSignatureOf(ResourceLevel.Series)));
                if (series > 1) continue;
                yield return new(studyId.Value, new StudyOpened(
                    studyId, patientId, studyUid,
                    new Dictionary<string, string>
                    {
                        ["0008,0020"] = Date(random, 2016, 10), ["0008,0030"] = $"{random.Next(24):D2}{random.Next(60):D2}00",
                        ["0008,0050"] = $"ACC{number:D8}",
                        ["0008,1030"] = $"{s_parts[random.Next(s_parts.Length)]} {s_kinds[random.Next(s_kinds.Length)]}",
                        ["0020,000d"] = studyUid, ["0020,0010"] = $"{number}",
                        ["0008,0090"] = $"{Word(random, 2)}^Dr",
                    },
                    at, null, patientTags, MainDicomTags.Default.KeptSignatureOf(ResourceLevel.Study)));
                if (number % 2 == 0) yield return new(patientId.Value, new PatientOpened(patientId, patientUid, patientTags, at));
            }
        }
    }

    private static string Word(Random random, int syllables)
    {
        var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => s_syllables[random.Next(s_syllables.Length)]));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static string Date(Random random, int from, int years) =>
        $"{from + random.Next(years):D4}{1 + random.Next(12):D2}{1 + random.Next(28):D2}";
}
