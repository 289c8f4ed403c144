using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Api.Modalities;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Queries;

/// <summary>Submits the jobs that retrieve, and answers the requests for them.</summary>
public sealed class RetrieveJobs(JobAnswer answers, RemoteOptions remotes)
{
    /// <param name="target">Title of whom a C-MOVE sends to; <c>null</c> for us.</param>
    /// <param name="method">How to retrieve; where that is the default, the body, the modality's definition and the site
    /// have a say.</param>
    /// <param name="body">Of the request.</param>
    /// <returns><c>null</c> when the request was answered.</returns>
    public Task<Refused?> AnswerAsync(
        HttpContext context, CalledModality called, string? target, RetrieveMethod method, IReadOnlyList<RetrieveKeys> resources,
        JsonElement body, Origin origin)
    {
        var wanted = JobRequest.Read(body);
        var order = new RetrieveOrder(
            called, MethodOf(called, method, body) == RetrieveMethod.Get ? null : target ?? called.LocalAet, resources,
            QueryBody.Shape(body, DicomJsonFormat.Short));
        var job = order.ToJob(origin) with { Priority = wanted.Priority, Permissive = wanted.Permissive, UserData = wanted.UserData };
        return answers.AnswerAsync(context, job, wanted.IsSynchronous);
    }

    private RetrieveMethod MethodOf(CalledModality called, RetrieveMethod method, JsonElement body)
    {
        if (method == RetrieveMethod.SystemDefault && body.Text(nameof(RetrieveMethod)) is { } name) method = RetrieveMethods.Parse(name);
        if (method == RetrieveMethod.SystemDefault) method = called.Modality.RetrieveMethod;
        return method == RetrieveMethod.SystemDefault ? remotes.DicomDefaultRetrieveMethod : method;
    }
}
