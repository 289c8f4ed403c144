namespace EventDicom.Dimse.Pdus;

/// <summary>A-ASSOCIATE-AC (PS3.8 section 9.3.3). The titles in it are those of the request, and mean nothing.</summary>
public sealed record AssociateAccept
{
    public required string CalledAet { get; init; }

    public required string CallingAet { get; init; }

    /// <summary>One for each that was proposed.</summary>
    public required IReadOnlyList<AnsweredContext> Contexts { get; init; }

    public UserInformation User { get; init; } = new();
}
