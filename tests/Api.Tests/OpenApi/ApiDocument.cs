using System.Text.Json;

namespace EventDicom.Api.Tests.OpenApi;

/// <summary>The document of the interface as a client reads it: its operations, and whether a value is as a schema says.</summary>
internal sealed class ApiDocument(JsonElement root)
{
    public JsonElement Root => root;

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in root.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value),
    ];

    public JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference)) return element;
        return reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(root, (at, step) => at.GetProperty(step));
    }

    /// <summary>Where and why the value is not as the schema says; nothing where it is.</summary>
    public IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("anyOf", out var choices))
        {
            var faults = choices.EnumerateArray().Select(choice => Faults(value, choice, at).ToArray()).ToArray();
            return faults.Any(found => found.Length == 0) ? [] : [$"{at} is none of {choices.GetArrayLength()} choices: {faults[0][0]}"];
        }

        return FaultsOf(value, schema, at);
    }

    private IEnumerable<string> FaultsOf(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("type", out var types) && !TypesOf(types).Contains(TypeOf(value))
            && !(TypeOf(value) == "integer" && TypesOf(types).Contains("number")))
            yield return $"{at} is {TypeOf(value)}, not {types}";
        if (schema.TryGetProperty("enum", out var values) && values.EnumerateArray().All(known => known.ToString() != value.ToString()))
            yield return $"{at} is {value}, not one of {values}";

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var fault in value.EnumerateArray().SelectMany((item, index) => Faults(item, items, $"{at}[{index}]")))
                yield return fault;
        }
        if (value.ValueKind != JsonValueKind.Object) yield break;

        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        var hasMembers = schema.TryGetProperty("properties", out var members);
        foreach (var member in value.EnumerateObject())
        {
            if (hasMembers && members.TryGetProperty(member.Name, out var known))
            {
                foreach (var fault in Faults(member.Value, known, $"{at}.{member.Name}")) yield return fault;
            }
            else if (hasOthers)
            {
                foreach (var fault in Faults(member.Value, others, $"{at}.{member.Name}")) yield return fault;
            }
            else if (hasMembers)
            {
                yield return $"{at}.{member.Name} is not described";
            }
        }
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at}.{name} is missing";
        }
    }

    private static IEnumerable<string?> TypesOf(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(type => type.GetString()) : [types.GetString()];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}

/// <summary>One operation of the document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Json)
{
    public string Id => Json.GetProperty("operationId").GetString()!;

    public IEnumerable<JsonElement> Parameters(string place) =>
        Json.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place) : [];

    public override string ToString() => $"{Method} {Path}";
}
