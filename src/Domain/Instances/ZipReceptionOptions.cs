namespace EventDicom.Domain.Instances;

/// <summary>Bounds of what comes in archives.</summary>
/// <param name="MostInflated">Bytes that the archives of one request may inflate to, together.</param>
public sealed record ZipReceptionOptions(long MostInflated);
