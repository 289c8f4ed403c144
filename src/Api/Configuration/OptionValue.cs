using System.Text.Json;

namespace EventDicom.Api.Configuration;

/// <summary>A value as it was set.</summary>
/// <param name="Source">The file or variable that sets it, for messages.</param>
/// <param name="Text">What an environment variable holds, before anyone took it for a number; null in a file.</param>
internal sealed record OptionValue(JsonElement Json, string Source, string? Text = null);
