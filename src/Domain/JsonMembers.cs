using System.Text.Json;

namespace EventDicom.Domain;

/// <summary>Members of the JSON objects that requests have.</summary>
public static class JsonMembers
{
    /// <summary>Reads a member that is true or false.</summary>
    /// <param name="flag"><c>null</c> where there is no such member.</param>
    /// <returns><c>false</c> when it is neither.</returns>
    public static bool TryReadFlag(this JsonElement body, string name, out bool? flag)
    {
        flag = null;
        if (!body.TryGetProperty(name, out var member)) return true;
        if (member.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return false;
        flag = member.GetBoolean();
        return true;
    }
}
