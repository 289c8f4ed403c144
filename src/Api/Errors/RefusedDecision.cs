using EventDicom.Domain;

namespace EventDicom.Api.Errors;

/// <summary>A refusal of the domain in the words of HTTP.</summary>
public static class RefusedDecision
{
    /// <summary>The exception that makes the error middleware answer a refusal; throw it.</summary>
    public static OrthancException AsError(this Decision.Refused refused) => new(Code(refused.Refusal), refused.Details);

    private static OrthancError Code(Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => OrthancError.BadRequest,
        Refusal.BadFileFormat => OrthancError.BadFileFormat,
        Refusal.InexistentItem => OrthancError.InexistentItem,
        Refusal.InexistentTag => OrthancError.InexistentTag,
        Refusal.UnknownResource => OrthancError.UnknownResource,
        Refusal.StorageFull => OrthancError.FullStorage,
        Refusal.Overloaded or Refusal.DatabaseUnavailable => OrthancError.DatabaseUnavailable,
        _ => OrthancError.InternalError,
    };
}
