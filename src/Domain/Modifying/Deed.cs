using System.Text.Json.Serialization;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// What a job did to a resource: an event in the stream of that resource, recorded with the success of the job. Metadata say who wanted it;
/// of what was removed or replaced it names the attributes, never their values.
/// </summary>
/// <remarks>The names here are those of <see cref="EventCatalog"/>: by them a step tells the job what it did.</remarks>
[JsonDerivedType(typeof(StudySplit), "study_split")]
[JsonDerivedType(typeof(StudyMergedInto), "study_merged_into")]
[JsonDerivedType(typeof(StudiesMerged), "studies_merged")]
[JsonDerivedType(typeof(ResourceModified), "resource_modified")]
[JsonDerivedType(typeof(ResourceAnonymized), "resource_anonymized")]
[JsonDerivedType(typeof(InstancesSent), "instances_sent")]
public abstract record Deed
{
    /// <summary>The deed for the stream that it belongs to.</summary>
    [JsonIgnore]
    public Fact Fact => new(Stream.Value, this);

    /// <summary>The resource that it was done to.</summary>
    protected abstract OrthancId Stream { get; }
}
