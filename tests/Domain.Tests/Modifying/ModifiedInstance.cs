using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>Given an instance, when it is modified as a request says, then these attributes.</summary>
public sealed class ModifiedInstance
{
    public const string Seed = "0b9f1f0e-3b7e-4c52-8d94-5a1f6c0e2d11";

    public static readonly ModificationSettings Settings = new(DicomDictionary.Default, "", Overwrites: false, "Orthanc 1.13.0");

    private ModifiedInstance(DicomFile file, byte[] bytes) => (File, Bytes) = (file, bytes);

    public DicomFile File { get; }

    public byte[] Bytes { get; }

    /// <summary>The value of an attribute as text, <c>null</c> when it is absent; <c>(0)</c> and so on for the items of a
    /// sequence.</summary>
    public string? this[params ReadOnlySpan<string> path]
    {
        get
        {
            var dataset = File.Dataset;
            for (var i = 0; i < path.Length - 1; i++)
            {
                if (dataset.Find(Tag(path[i])) is not DicomSequence { Items: [var first, ..] }) return null;
                dataset = first;
            }
            return dataset.Find(Tag(path[^1])) switch
            {
                null => null,
                DicomSequence sequence => $"({sequence.Items.Count})",
                _ => dataset.TryGetString(Tag(path[^1]), out var text) ? text : "(bytes)",
            };
        }
    }

    public static Modification Asked(string request, ResourceLevel? level = ResourceLevel.Instance,
        ModificationSettings? settings = null) =>
        ModificationReader.ReadModification(JsonElement.Parse(request), level, settings ?? Settings).Value;

    public static Modification AskedAnonymously(string request = "{}") =>
        ModificationReader.ReadAnonymization(JsonElement.Parse(request), Settings).Value;

    public static ModifiedInstance Modify(SyntheticInstance instance, string request, ResourceLevel? level = ResourceLevel.Instance,
        string seed = Seed) =>
        Apply(Asked(request, level), instance.ToBytes(), seed);

    public static ModifiedInstance Anonymize(SyntheticInstance instance, string request = "{}", string seed = Seed) =>
        Apply(AskedAnonymously(request), instance.ToBytes(), seed);

    public static ModifiedInstance Apply(Modification modification, byte[] source, string seed = Seed)
    {
        using var saved = new MemoryStream();
        var modified = FileModifier.Apply(modification, DicomFile.Open(source), seed, "Anonymized1", Settings.Server).Value;
        modified.SaveAsync(new(new MemoryLimiter(1 << 20)), file =>
        {
            file.Save(saved);
            return saved;
        }, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        var bytes = saved.ToArray();
        return new(DicomFile.Open(bytes), bytes);
    }

    /// <summary>The error that a request is refused with.</summary>
    public static OrthancError Refused(string request, ResourceLevel? level = ResourceLevel.Instance) =>
        ModificationReader.ReadModification(JsonElement.Parse(request), level, Settings).Refused.ShouldNotBeNull().Error;

    public static OrthancError RefusedAnonymously(string request) =>
        ModificationReader.ReadAnonymization(JsonElement.Parse(request), Settings).Refused.ShouldNotBeNull().Error;

    public static DicomTag Tag(string name) => DicomDictionary.Default.TryParseTag(name, out var tag) ? tag
        : throw new ArgumentException(name);
}
