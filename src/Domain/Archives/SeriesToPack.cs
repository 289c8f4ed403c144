namespace EventDicom.Domain.Archives;

/// <summary>One series of an archive, and what names its folders; a tag that the files lack is <c>null</c>.</summary>
/// <param name="Only">Ids of its instances that are wanted, in insertion order; <c>null</c> for all.</param>
/// <param name="Instances">How many of its instances are wanted.</param>
/// <param name="Size">Bytes of their files.</param>
public sealed record SeriesToPack(
    string Id,
    string Study,
    string Patient,
    string? PatientId,
    string? PatientName,
    string? AccessionNumber,
    string? StudyDescription,
    string? SeriesNumber,
    string? Modality,
    string? SeriesDescription,
    IReadOnlyList<string>? Only,
    int Instances,
    long Size);

/// <summary>One file of an archive.</summary>
/// <param name="Sha256">Address in the blob store, lower-case hex.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Number">What its file is called by: its place in the series where all of those wanted have different ones, else a counter
/// from 0.</param>
public sealed record InstanceToPack(string Id, string Sha256, long Size, int Number);
