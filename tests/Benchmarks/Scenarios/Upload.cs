using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>POST /instances: the whole corpus once, and once more when the server has it already.</summary>
internal static class Upload
{
    private const int MostPatientsToWarmUp = 5;

    public static IEnumerable<Step> First(Plan plan) =>
        [new($"upload {Kilobytes(plan)}", plan.Connections, (target, load) =>
        {
            var warmUp = Math.Clamp(plan.Shape.Patients / 2, 1, MostPatientsToWarmUp) * plan.Shape.PerPatient;
            load.Count("", "", warmUp, _ => Posting(plan, target, plan.Shape.Count, "Success"));
            plan.Forget(target, plan.Shape.Count, plan.Shape.Count + warmUp);
            return load.Count($"upload {Kilobytes(plan)}", "instances", plan.Shape.Count, _ => Posting(plan, target, 0, "Success"));
        })];

    public static IEnumerable<Step> Again(Plan plan) =>
        [new($"reupload {Kilobytes(plan)}", plan.Connections, (target, load) =>
            load.Count($"reupload {Kilobytes(plan)}", "instances", plan.Shape.Count, _ => Posting(plan, target, 0, "AlreadyStored")))];

    /// <summary>An operation that uploads instance <paramref name="first"/> plus its number and expects this Status.</summary>
    public static Func<HttpConnection, long, long> Posting(Plan plan, Target target, int first, string status)
    {
        var head = target.Head("POST", "/instances", plan.Template.Length);
        var request = plan.Template.NewBuffer(head);
        var expected = System.Text.Encoding.ASCII.GetBytes($"\"{status}\"");
        return (connection, number) =>
        {
            plan.Template.Apply(request, head.Length, first + (int)number);
            var answer = RefusedException.Unless(connection.Exchange(request));
            return answer.Body.Span.IndexOf(expected) >= 0 ? 1 : throw new RefusedException(answer);
        };
    }

    private static string Kilobytes(Plan plan) => $"{plan.Shape.Size / 1024} KB";
}
