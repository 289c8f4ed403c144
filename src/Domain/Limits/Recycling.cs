namespace EventDicom.Domain.Limits;

/// <summary>Why a patient had to go without anybody having asked for it.</summary>
/// <param name="For">The patient whose instance needed the room; <c>null</c> where a limit had been lowered.</param>
/// <param name="MaximumBytes">The limit then, 0 for none.</param>
/// <param name="MaximumPatients">The limit then, 0 for none.</param>
public sealed record Recycling(OrthancId? For, long MaximumBytes, int MaximumPatients);
