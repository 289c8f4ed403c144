using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Projections.JobHistory;

namespace EventDicom.Api.Jobs;

/// <summary>Writes a job as <c>GET /jobs/{id}</c> shows it, keys sorted.</summary>
public static class JobJson
{
    // Below that much progress Orthanc tells no time of arrival: it would be too far off.
    private const double LeastProgress = 0.01;

    /// <param name="now">When the view was read: a job that runs gets older.</param>
    public static void Write(Utf8JsonWriter json, JobView job, DateTimeOffset now)
    {
        var runtime = RuntimeOf(job, now);
        var progress = ProgressOf(job);
        json.WriteStartObject();
        if (job.CompletedAt is { } completed) json.WriteString("CompletionTime", Time(completed));
        json.WritePropertyName("Content");
        WriteContent(json, job);
        json.WriteString("CreationTime", Time(job.SubmittedAt));
        json.WriteNumber("EffectiveRuntime", Math.Round(runtime, 3));
        json.WriteNumber("ErrorCode", (int)job.Error);
        json.WriteString("ErrorDescription", job.Error.Message());
        json.WriteString("ErrorDetails", job.Details);
        json.WritePayload(job.Payload);
        if (job.State == JobState.Running && progress > LeastProgress)
            json.WriteString("EstimatedTimeOfArrival", Time(now + TimeSpan.FromSeconds(runtime * (1 - progress) / progress)));
        json.WriteString("ID", job.Id);
        json.WriteNumber("Priority", job.Priority);
        json.WriteNumber("Progress", job.State == JobState.Success ? 100 : Math.Min(99, (int)Math.Round(100 * progress)));
        json.WriteString("State", job.State.ToString());
        json.WriteString("Timestamp", Time(now));
        json.WriteString("Type", job.Type);
        if (job.UserData is { } data)
        {
            json.WritePropertyName("UserData");
            data.WriteTo(json);
        }
        json.WriteEndObject();
    }

    /// <summary>The public content: what a client gets that waited for the job.</summary>
    public static void WriteContent(Utf8JsonWriter json, JobView job)
    {
        var content = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal) { ["Description"] = job.Description };
        if (job.Instances > 0)
        {
            content["FailedInstancesCount"] = job.Failed;
            content["InstancesCount"] = job.Instances;
        }
        foreach (var member in job.Content.EnumerateObject()) content[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        job.Payload?.AddTo(content);

        json.WriteStartObject();
        foreach (var (name, value) in content)
        {
            json.WritePropertyName(name);
            if (value is null) json.WriteNullValue();
            else value.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static double RuntimeOf(JobView job, DateTimeOffset now) =>
        job.RunningSince is { } since && now > since ? job.Runtime + (now - since).TotalSeconds : job.Runtime;

    // The completion is a step, too.
    private static double ProgressOf(JobView job) => (job.Handled + job.StepDone) / (job.Instances + 1);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.ffffff", CultureInfo.InvariantCulture);
}
