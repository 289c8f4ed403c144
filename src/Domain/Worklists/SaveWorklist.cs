using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Worklists;

/// <summary>Has a worklist answered under a name, in place of what had the name before.</summary>
public sealed record SaveWorklist(string Id, DicomDataset Content, Origin Origin)
{
    /// <returns>Error 3 for what no worklist can be called; <c>null</c> where all is well.</returns>
    public Refused? Check() => WorklistId.IsValid(Id) ? null : new(
        OrthancError.ParameterOutOfRange, "The name of a worklist has up to 200 bytes, no slashes, no \"..\" and no control characters");

    public Decision Decide(DateTimeOffset now) => Check() is { } refused
        ? refused
        : Accept(new Fact(WorklistId.StreamOf(Id), new WorklistSaved(Id, WorklistContent.Write(Content), now)));
}
