using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying.Requests;

namespace EventDicom.Domain.Modifying;

/// <summary>Modifies or anonymizes resources of any levels, all that is named at once.</summary>
/// <param name="Ids">Each once.</param>
public sealed record ModifyResources(IReadOnlyList<OrthancId> Ids, ModificationOrder Order)
{
    /// <summary>Whether <see cref="PatientRule"/> has a say.</summary>
    public bool ConcernsPatients(Modification change, MainDicomTags tags) =>
        Order.ResultLevel is { } level && PatientRule.Concerns(change, level, tags);

    /// <param name="change">What the order says.</param>
    /// <param name="known">What there is of the resources.</param>
    /// <param name="others">Where <see cref="ConcernsPatients"/>: the main tags of each patient that the results come to, and who has other
    /// studies.</param>
    public Answer<RewritePlan> Decide(
        Answer<Modification> change, IReadOnlyDictionary<OrthancId, NamedResource> known,
        IEnumerable<IReadOnlyDictionary<string, string>> others, MainDicomTags tags)
    {
        if (change.IsRefused(out var refused, out var modification)) return refused;
        if (!Ids.All(known.ContainsKey)) return new Refused(OrthancError.UnknownResource);
        if (others.Select(patient => PatientRule.Check(modification, tags, patient))
            .FirstOrDefault(check => check is not null) is { } disagrees) return disagrees;

        var sources = Ids.Select(id => known[id]).ToList();
        var content = new JsonObject
        {
            ["IsAnonymization"] = Order.IsAnonymization,
            ["KeepSource"] = modification.KeepSource,
            ["ParentResources"] = new JsonArray([.. sources.Select(source => (JsonNode)source.Id.Value)]),
        };
        // A bulk shows under this name what it has made.
        if (Order.ResultLevel is not null)
            content["Resources"] = new JsonArray(
                [.. sources.Select(source => (JsonNode)new JsonObject { ["ID"] = source.Id.Value, ["Type"] = source.Level.ToString() })]);
        return new RewritePlan(ModificationOrder.JobType, Order.ResultLevel is null ? Order : Order with { SourceLevel = sources[0].Level },
            modification, sources, content);
    }
}

/// <summary>What a job that modifies or anonymizes resources keeps for its steps.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="Level">At which a modification acts; <c>null</c> to tell it from what is replaced. Nothing to an anonymization.</param>
/// <param name="PatientName">What an anonymized patient is called.</param>
/// <param name="ResultLevel">Level of the one result that the content names; <c>null</c> for a bulk, which lists all of them.</param>
/// <param name="SourceLevel">Level of the one resource that was named; <c>null</c> for a bulk, and in jobs of earlier versions.</param>
public sealed record ModificationOrder(JsonElement Request, bool IsAnonymization, ResourceLevel? Level, string PatientName,
    ResourceLevel? ResultLevel, ResourceLevel? SourceLevel = null)
{
    public const string JobType = "ResourceModification";

    /// <returns>Refused with the error that Orthanc gives.</returns>
    public Answer<Modification> Read(ModificationSettings settings)
    {
        var answer = IsAnonymization ? ModificationReader.ReadAnonymization(Request, settings)
            : ModificationReader.ReadModification(Request, Level, settings);
        return !answer.IsRefused(out _, out var modification)
            && IdentifierRules.CheckStorable(modification, settings.Overwrites) is { } refused ? refused : answer;
    }
}
