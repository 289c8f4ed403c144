using EventDicom.Domain.Errors;

namespace EventDicom.Domain.DicomWeb;

/// <summary>What became of one part of a request to store (PS3.18 section 10.5.3).</summary>
/// <param name="SopClassUid"><c>null</c> where the part does not say.</param>
/// <param name="SopInstanceUid">Likewise.</param>
/// <param name="Path">Where it is to be found; <c>null</c> for what was not stored.</param>
/// <param name="Reason">FailureReason (PS3.18 table 10.5.3-2); <c>null</c> for what was stored.</param>
public sealed record StoredPart(string? SopClassUid, string? SopInstanceUid, UidPath? Path, int? Reason)
{
    /// <summary>The identifier of the failure where the file is none, or lacks identifiers.</summary>
    public const int CannotUnderstand = 0xC000;

    /// <summary>Processing failure: of another study than the request is about, or refused.</summary>
    public const int Failure = 0x0110;

    public const int OutOfResources = 0xA700;

    /// <summary>It is no DICOM file, or says too little of itself.</summary>
    public bool IsBad => Reason == CannotUnderstand;

    /// <summary>It belongs to something else than what the request is about.</summary>
    public bool IsStranger { get; private init; }

    /// <summary>Whether the answer can name it: it has both identifiers.</summary>
    public bool IsNamed => SopClassUid is not null && SopInstanceUid is not null;

    public static StoredPart Bad(string? sopClassUid, string? sopInstanceUid) => new(sopClassUid, sopInstanceUid, null, CannotUnderstand);

    public static StoredPart Stranger(string sopClassUid, string sopInstanceUid) =>
        new(sopClassUid, sopInstanceUid, null, Failure) { IsStranger = true };

    public static StoredPart Stored(string sopClassUid, UidPath path) => new(sopClassUid, path.Instance, path, null);

    public static StoredPart Refused(string sopClassUid, string sopInstanceUid, Refused refused) =>
        new(sopClassUid, sopInstanceUid, null, refused.Error == OrthancError.FullStorage ? OutOfResources : Failure);
}
