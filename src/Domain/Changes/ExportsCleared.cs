namespace EventDicom.Domain.Changes;

/// <summary>Somebody emptied the log of exports (<c>DELETE /exports</c>). The events behind its rows stay.</summary>
public sealed record ExportsCleared(DateTimeOffset ClearedAt);
