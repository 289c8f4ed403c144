namespace EventDicom.Api.Configuration;

/// <summary>An attachment of the site's own kind.</summary>
/// <param name="Number">1024 to 65535.</param>
/// <param name="MimeType">What it is sent as.</param>
public sealed record UserContentType(int Number, string MimeType = "application/octet-stream");
