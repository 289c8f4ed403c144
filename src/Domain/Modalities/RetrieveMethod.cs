using System.Text.Json.Serialization;

namespace EventDicom.Domain.Modalities;

/// <summary>How what a modality has is retrieved from it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetrieveMethod>))]
public enum RetrieveMethod
{
    /// <summary>As <c>DicomDefaultRetrieveMethod</c> says.</summary>
    SystemDefault,
    Move,
    Get,
}
