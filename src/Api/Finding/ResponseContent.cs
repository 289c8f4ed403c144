using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary>The words of <c>ResponseContent</c> and <c>response-content</c>: what is shown of a resource beside its identifier and its
/// level.</summary>
internal static class ResponseContent
{
    public static readonly string[] Words = ["MainDicomTags", "RequestedTags", "Metadata", "Children", "Parent", "Labels", "Attachments",
        "Status", "IsStable", "IsProtected"];

    /// <summary>What does not fit a level is passed over.</summary>
    /// <exception cref="OrthancException">Error 3: there is no such word.</exception>
    public static MatchParts Read(IEnumerable<string> words)
    {
        var parts = MatchParts.None;
        foreach (var word in words)
            parts |= word switch
            {
                "MainDicomTags" => MatchParts.MainDicomTags,
                "RequestedTags" => MatchParts.None, // they are shown wherever there are any
                "Metadata" => MatchParts.Metadata,
                "Children" => MatchParts.Children,
                "Parent" => MatchParts.Parent,
                "Labels" => MatchParts.Labels,
                "Attachments" => MatchParts.Attachments,
                "Status" => MatchParts.Status,
                "IsStable" => MatchParts.IsStable,
                "IsProtected" => MatchParts.IsProtected,
                _ => throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unrecognized value for \"ResponseContent\": {word}"),
            };
        return parts;
    }
}
