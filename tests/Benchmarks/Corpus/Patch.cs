namespace EventDicom.Benchmarks.Corpus;

/// <summary>A value of constant width that differs from instance to instance.</summary>
/// <param name="Offset">Where the value's first character is.</param>
/// <param name="Text">The value for a patient, study, series or instance number; always of the same length.</param>
/// <param name="Level">Which of the four numbers is asked for.</param>
internal sealed record Patch(int Offset, Func<int, string> Text, Level Level);
