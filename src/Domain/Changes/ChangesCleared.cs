namespace EventDicom.Domain.Changes;

/// <summary>Somebody emptied the log of changes (<c>DELETE /changes</c>). The events behind its rows stay.</summary>
public sealed record ChangesCleared(DateTimeOffset ClearedAt);
