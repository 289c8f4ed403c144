using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modalities;

/// <summary>How jobs of DICOMweb fail: all with one error, as those of Orthanc's plugin, and beside it the one that happened.</summary>
internal static class FunctionFailure
{
    public static Refused Of(Refused failure) => new(OrthancError.Plugin, failure.Reason) { Payload = ErrorPayload.OfFunction(failure) };
}
