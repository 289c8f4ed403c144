using System.Text.Json.Serialization;

namespace EventDicom.Domain.Modalities;

/// <summary>What must be done differently for some vendors' query SCPs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModalityManufacturer>))]
public enum ModalityManufacturer
{
    Generic,

    /// <summary>A date of <c>*</c> is sent empty.</summary>
    GenericNoWildcardInDates,

    /// <summary>Any key of <c>*</c> is sent empty.</summary>
    GenericNoUniversalWildcard,
    Vitrea,

    /// <summary>Unique keys that are asked for are sent as <c>*</c>.</summary>
    GE,

    /// <summary>Needs nothing of its own that is known here.</summary>
    SiemensSyngoCT,
}
