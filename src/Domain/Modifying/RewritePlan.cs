using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Jobs.Controlling;

namespace EventDicom.Domain.Modifying;

/// <summary>A resource that a request names, as far as the rules must know it.</summary>
/// <param name="StudyId">The study that it is or lies in; <c>null</c> for a patient.</param>
public sealed record NamedResource(ResourceLevel Level, OrthancId Id, OrthancId PatientId, OrthancId? StudyId);

/// <summary>What was decided on instances that are to be made anew, before they are counted.</summary>
/// <param name="Type">Of the job.</param>
/// <param name="Order">What the job keeps for its steps.</param>
/// <param name="Change">What the order says.</param>
/// <param name="Sources">At or below these lie the instances, in this order.</param>
/// <param name="Content">What is public of the job.</param>
public sealed record RewritePlan(string Type, object Order, Modification Change, IReadOnlyList<NamedResource> Sources, JsonObject Content)
{
    /// <param name="instances">Each once.</param>
    public NewJob ToJob(IReadOnlyList<OrthancId> instances, Origin origin)
    {
        var content = Content.DeepClone().AsObject();
        if (Change.TransferSyntax is { } syntax)
        {
            content["Transcode"] = syntax.UID;
            if (Change.LossyQuality is { } quality) content["LossyQuality"] = quality;
        }
        // Of a job without instances nothing else tells that it could have had some.
        if (instances.Count == 0) (content["FailedInstancesCount"], content["InstancesCount"]) = (0, 0);
        return new(Type, JsonSerializer.SerializeToElement(Order, Order.GetType()), instances, content, origin);
    }
}
