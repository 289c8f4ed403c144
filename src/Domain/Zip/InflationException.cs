namespace EventDicom.Domain.Zip;

/// <summary>The compressed parts of a request inflate to more than they may.</summary>
/// <param name="most">Bytes that they may inflate to.</param>
public sealed class InflationException(long most) : Exception($"The request inflates to more than {most} bytes");
