namespace EventDicom.Domain.Zip;

/// <summary>A ZIP archive is damaged, or of a kind that is not read. The message is for whoever sent it.</summary>
public sealed class ZipFormatException(string message) : Exception(message);
