using EventDicom.Domain;

namespace EventDicom.Dimse.Scp;

/// <summary>The levels of PS3.4 section C.3, as QueryRetrieveLevel (0008,0052) spells them.</summary>
internal static class QueryLevel
{
    public static bool TryParse(string text, out ResourceLevel level)
    {
        (var isKnown, level) = text switch
        {
            "PATIENT" => (true, ResourceLevel.Patient),
            "STUDY" => (true, ResourceLevel.Study),
            "SERIES" => (true, ResourceLevel.Series),
            "IMAGE" => (true, ResourceLevel.Instance),
            _ => (false, default),
        };
        return isKnown;
    }

    public static string Named(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => "PATIENT",
        ResourceLevel.Study => "STUDY",
        ResourceLevel.Series => "SERIES",
        _ => "IMAGE",
    };
}
