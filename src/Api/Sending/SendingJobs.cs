using EventDicom.Api.Configuration;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Sending;
using EventDicom.Projections.Sending;

namespace EventDicom.Api.Sending;

/// <summary>Submits the jobs that send, and answers the requests for them.</summary>
public sealed class SendingJobs(JobAnswer answers, ArchiveClock clock, OrthancConfiguration configuration)
{
    /// <summary>Makes a job of what there is to send, or says why there is none.</summary>
    /// <param name="size">Bytes of the files.</param>
    public delegate Answer<NewJob> Order(IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances, long size);

    /// <param name="receiver">Symbolic name of whom it goes to.</param>
    /// <returns><c>null</c> when the request was answered. Error 17: a resource is unknown.</returns>
    public Task<Refused?> AnswerAsync(HttpContext context, SendBody body, string receiver, Order order)
    {
        var wanted = JobRequest.Read(body.Members);
        return answers.AnswerAsync(context, async (transaction, ct) =>
        {
            if (await ResourcesToSend.FindAsync(transaction, body.Resources, ct) is not { } resources)
                return new Refused(OrthancError.UnknownResource);
            var (instances, size) = await ResourcesToSend.InstancesAsync(transaction, resources, ct);
            if (order(resources, instances, size).IsRefused(out var refused, out var job)) return refused;
            var now = clock.Next();
            return job with
            {
                Priority = wanted.Priority,
                Permissive = wanted.Permissive,
                UserData = wanted.UserData,
                Beside = configuration.Index.LogExportedResources
                    ? [.. resources.Select(resource => resource.RequestedBy(receiver, now).Fact)]
                    : [],
            };
        }, wanted.IsSynchronous);
    }
}
