using EventDicom.Dicom;

namespace EventDicom.Domain.Tests.Instances;

/// <summary>Given what happened before, when an instance arrives, then these facts are recorded.</summary>
internal sealed class Arriving
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly Origin Door = new(OriginKind.RestApi, "tester", "127.0.0.1");

    private readonly Holdings _holdings = new();

    public static Arriving Given(params IEnumerable<Fact> past)
    {
        var arriving = new Arriving();
        foreach (var fact in past) arriving._holdings.Apply(fact.Event);
        return arriving;
    }

    public static InstanceHeader Header(SyntheticInstance instance) =>
        InstanceHeader.Read(DicomFile.Open(instance.ToBytes()), MainDicomTags.Default).Value;

    /// <summary>What storing these instances, one after the other, records.</summary>
    public static IReadOnlyList<Fact> Stored(params IEnumerable<SyntheticInstance> instances)
    {
        var stored = new List<Fact>();
        foreach (var instance in instances) stored.AddRange(Given(stored).When(instance));
        return stored;
    }

    public IReadOnlyList<Fact> When(SyntheticInstance instance, OverwriteMode overwrite = OverwriteMode.Never, string sha256 = "new") =>
        new StoreInstance(Header(instance), new(sha256, "md5", 1000), Door, Guid.Empty).Decide(_holdings, overwrite, Noon);
}
