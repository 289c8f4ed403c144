using System.Globalization;
using EventDicom.Domain;
using Microsoft.AspNetCore.Routing.Patterns;

namespace EventDicom.Api.OpenApi;

/// <summary>
/// What a route is called in the document. In what descriptions say, <c>{level}</c> and <c>{levels}</c> stand for the level that the first
/// segment names, <c>{related}</c> and <c>{relateds}</c> for the one that the last names, and <c>{operation}</c> for the last word itself;
/// a capital makes one where the placeholder has one.
/// </summary>
internal sealed class RouteNames
{
    private const string System = "System";
    private const string Create = "Create";

    // What there are several of, and what one of them is called.
    private static readonly Dictionary<string, string> s_collections = new(StringComparer.Ordinal)
    {
        ["patients"] = "Patient",
        ["studies"] = "Study",
        ["series"] = "Series",
        ["instances"] = "Instance",
        ["jobs"] = "Job",
        ["modalities"] = "Modality",
        ["peers"] = "Peer",
        ["servers"] = "Server",
        ["queries"] = "Query",
        ["plugins"] = "Plugin",
        ["labels"] = "Label",
        ["attachments"] = "Attachment",
        ["metadata"] = "Metadata",
        ["frames"] = "Frame",
        ["worklists"] = "Worklist",
    };

    /// <summary>The groups of the document, and what belongs to each.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tags = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Changes"] = "The log of what changed in the archive",
        ["Dicom-web"] = "DICOMweb: the same archive as PS3.18 has it",
        ["Exports"] = "The log of what was sent elsewhere",
        ["Instances"] = "DICOM instances, their files and images",
        ["Jobs"] = "What is done in the background, and what came of it",
        ["Modalities"] = "Remote DICOM modalities",
        ["Patients"] = "Patients, with all of their studies",
        ["Peers"] = "Other servers that are spoken to over HTTP",
        ["Plugins"] = "What plugins add in Orthanc",
        ["Queries"] = "Queries of remote modalities",
        ["Series"] = "DICOM series",
        ["Studies"] = "DICOM studies",
        [System] = "The server and its pages",
        ["Tools"] = "Whatever concerns many resources, or the server as a whole",
        ["Worklists"] = "What modalities are to do",
    };

    private readonly RoutePattern _pattern;
    private readonly RouteWords _words;

    public RouteNames(RoutePattern pattern)
    {
        _pattern = pattern;
        _words = RouteWords.Of(pattern);
    }

    /// <summary>The group that the route belongs to: its first segment, or else <c>System</c>.</summary>
    public string Tag =>
        _pattern.PathSegments is [var first, ..] && LiteralSegments.Of(first) is { } word && Tags.ContainsKey(Capital(word))
        ? Capital(word) : System;

    /// <summary>The last word of the route, by which an endpoint tells its operations apart.</summary>
    public string Operation => _words.Last;

    /// <summary>Whether the first segment names a level.</summary>
    public bool HasLevel => _words.Level is not null;

    /// <summary>The text with what its placeholders stand for.</summary>
    public string Fill(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal)) return text;
        if (_words.Level is { } level) text = Put(text, "level", level);
        if (ResourcePath.TryGetLevel(_words.Last, out var related)) text = Put(text, "related", related);
        return text
            .Replace("{operation}", _words.Last, StringComparison.Ordinal)
            .Replace("{Operation}", Pascal(_words.Last), StringComparison.Ordinal);
    }

    /// <summary>
    /// The name of the operation, from verb and path: <c>listStudies</c>, <c>getStudy</c>, <c>getStudyStatistics</c>, <c>setModality</c>,
    /// <c>deleteSeries</c>; a POST is called after what it does, <c>anonymizeStudy</c>, <c>bulkDelete</c>.
    /// </summary>
    public string OperationOf(string method)
    {
        var nouns = Nouns();
        if (HttpMethods.IsPost(method)) return Camel(nouns[^1] + string.Concat(nouns.SkipLast(1)));
        // A GET of what a POST creates.
        if (nouns[^1].StartsWith(Create, StringComparison.Ordinal)) nouns[^1] = nouns[^1][Create.Length..];
        var name = string.Concat(nouns);
        if (HttpMethods.IsPut(method)) return "set" + name;
        if (HttpMethods.IsDelete(method)) return "delete" + name;
        return (_pattern.PathSegments is [.., var last] && LiteralSegments.Of(last) is { } word && s_collections.ContainsKey(word)
            ? "list" : "get") + name;
    }

    private List<string> Nouns()
    {
        var nouns = new List<string>();
        string? before = null;
        foreach (var segment in _pattern.PathSegments)
        {
            var literal = LiteralSegments.Of(segment);
            if (literal is not null) nouns.Add(Pascal(literal));
            else if (before is not null && s_collections.TryGetValue(before, out var one)) nouns[^1] = one;
            else if (segment.Parts is [RoutePatternParameterPart parameter]) nouns.Add(Pascal(parameter.Name));
            before = literal;
        }
        return nouns is ["Tools", _, ..] ? nouns[1..] : nouns;
    }

    private static string Put(string text, string placeholder, ResourceLevel level)
    {
        var (one, many) = (level.ToString(), Capital(ResourcePath.Collection(level)));
        return text
            .Replace($"{{{placeholder}}}", Camel(one), StringComparison.Ordinal)
            .Replace($"{{{placeholder}s}}", Camel(many), StringComparison.Ordinal)
            .Replace($"{{{Capital(placeholder)}}}", one, StringComparison.Ordinal)
            .Replace($"{{{Capital(placeholder)}s}}", many, StringComparison.Ordinal);
    }

    private static string Pascal(string words) => string.Concat(words.Split('-', '.').Select(Capital));

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];

    private static string Camel(string words) => words.Length == 0 ? words
        : char.ToLower(words[0], CultureInfo.InvariantCulture) + words[1..];
}
