using System.Security.Cryptography;
using System.Text;

namespace EventDicom.Benchmarks.Corpus;

/// <summary>
/// How many synthetic instances there are, how large, and how they are spread over patients, studies and series. Everything about instance
/// number i, its Orthanc IDs included, is arithmetic on i, so two servers get the same bytes and nobody keeps a list.
/// </summary>
/// <param name="Seed">0 to 9999; another seed gives other patients, studies, series and instances.</param>
/// <param name="Count">Number of instances.</param>
/// <param name="Size">Approximate bytes of one file.</param>
/// <param name="PerPatient">Instances of one patient.</param>
/// <param name="StudiesPerPatient">Studies of one patient.</param>
/// <param name="SeriesPerStudy">Series of one study.</param>
internal sealed record CorpusShape(int Seed, int Count, int Size, int PerPatient, int StudiesPerPatient, int SeriesPerStudy)
{
    private static readonly DateOnly s_firstDay = new(2020, 1, 1);

    public int PerStudy => PerPatient / StudiesPerPatient;
    public int PerSeries => PerStudy / SeriesPerStudy;
    public int Studies => Math.Max(1, Count / PerStudy);
    public int Patients => Math.Max(1, Count / PerPatient);
    public int Series => Math.Max(1, Count / PerSeries);

    /// <summary>Throws <see cref="ArgumentException"/> unless the numbers divide evenly: every series then has the same known
    /// size.</summary>
    public CorpusShape Checked()
    {
        if (Seed is < 0 or > 9999) throw new ArgumentException("--seed must be 0 to 9999");
        if (Count < 1 || Size < 4096) throw new ArgumentException("--count must be positive and --size at least 4k");
        if (PerPatient < 1 || StudiesPerPatient < 1 || SeriesPerStudy < 1 || PerPatient % (StudiesPerPatient * SeriesPerStudy) != 0)
            throw new ArgumentException("--per-patient must be a multiple of --studies times --series");
        if (Count % PerPatient != 0)
            throw new ArgumentException($"--count must be a multiple of {PerPatient}, the instances of one patient");
        return this;
    }

    public string PatientId(int patient) => $"SYN{Seed:D4}-{patient:D8}";
    public string PatientName(int patient) => $"Synthetic{Seed:D4}^P{patient:D8}";
    public string StudyUid(int study) => Uid(1, study);
    public string SeriesUid(int series) => Uid(2, series);
    public string SopUid(int instance) => Uid(3, instance);
    public string Accession(int study) => $"A{Seed:D4}{study:D9}";
    public static DateOnly StudyDate(int study) => s_firstDay.AddDays(study % 2000);

    public string PatientOrthancId(int patient) => Hash(PatientId(patient));
    public string StudyOrthancId(int study) => Hash(StudyKey(study));
    public string SeriesOrthancId(int series) => Hash(SeriesKey(series));
    public string InstanceOrthancId(int instance) => Hash($"{SeriesKey(instance / PerSeries)}|{SopUid(instance)}");

    private string StudyKey(int study) => $"{PatientId(study / StudiesPerPatient)}|{StudyUid(study)}";
    private string SeriesKey(int series) => $"{StudyKey(series / SeriesPerStudy)}|{SeriesUid(series)}";

    // PS3.5 B.2 allows anyone to make UIDs under 2.25. The fixed width lets one template be patched for all.
    private string Uid(int kind, int number) => $"2.25.{kind}{Seed:D4}{0:D23}{number:D10}";

    private static string Hash(string key)
    {
        #pragma warning disable CA5350 // Orthanc's public IDs are SHA-1; nothing is kept secret by it.
        var hex = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)));
#pragma warning restore CA5350
        return string.Join('-', hex.Chunk(8).Select(part => new string(part)));
    }
}
