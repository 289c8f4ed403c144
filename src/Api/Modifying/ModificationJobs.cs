using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Projections.Modifying;
using Npgsql;

namespace EventDicom.Api.Modifying;

/// <summary>
/// Has the commands decided that make new instances of stored ones, in the transaction that records the job, and answers the request. The
/// patient of the one resource that a command is about is held against every other writer meanwhile.
/// </summary>
public sealed class ModificationJobs(JobAnswer answers, IResources resources, StoredFiles files, ModificationSettings settings,
    MainDicomTags tags)
{
    /// <param name="wanted">How the job is to be run.</param>
    /// <returns><c>null</c> when the request was answered.</returns>
    public Task<Refused?> AnswerAsync(HttpContext context, SplitStudy command, JobRequest wanted, Origin origin) =>
        AnswerAsync(context, wanted, origin, async (transaction, token) =>
        {
            var isThere = await resources.LockAsync(transaction, ResourceLevel.Study, command.StudyId, token) is not null;
            var patient = isThere ? (await resources.MainDicomTagsAsync(transaction, ResourceLevel.Study, command.StudyId, token)).OfPatient
                : null;
            return command.Decide(
                command.Order.Read(settings), isThere ? patient?.GetValueOrDefault(Dicom.DicomTag.PatientID.ToString()) ?? "" : null,
                await NamedResources.FindAsync(transaction, command.Series.Concat(command.Instances), token));
        });

    /// <param name="request">The body of the request, as a job keeps it.</param>
    /// <inheritdoc cref="AnswerAsync(HttpContext, SplitStudy, JobRequest, Origin)"/>
    public Task<Refused?> AnswerAsync(HttpContext context, MergeStudy command, System.Text.Json.JsonElement request, JobRequest wanted,
        Origin origin) =>
        AnswerAsync(context, wanted, origin, async (transaction, token) =>
        {
            await resources.LockAsync(transaction, ResourceLevel.Study, command.TargetId, token);
            var order = await NamedResources.FirstFileAsync(transaction, command.TargetId, token) is { } first
                ? new MergeOrder(request, first.Sha256, first.Instance, first.Size) : null;
            return command.Decide(order, order?.Read(files, settings),
                await NamedResources.FindAsync(transaction, command.Resources, token));
        });

    /// <inheritdoc cref="AnswerAsync(HttpContext, SplitStudy, JobRequest, Origin)"/>
    /// <remarks>A bulk holds no patients: there may be more of them than the database has locks, and nothing is decided but that the
    /// resources are there.</remarks>
    public Task<Refused?> AnswerAsync(HttpContext context, ModifyResources command, JobRequest wanted, Origin origin) =>
        AnswerAsync(context, wanted, origin, async (transaction, token) =>
        {
            var change = command.Order.Read(settings);
            var known = await NamedResources.FindAsync(transaction, command.Ids, token);
            IReadOnlyList<IReadOnlyDictionary<string, string>> others = [];
            if (command.Order.ResultLevel is not null && command.Ids is [var id] && known.TryGetValue(id, out var named))
            {
                // it went meanwhile
                if (await resources.LockAsync(transaction, named.Level, id, token) is null)
                    known = new Dictionary<OrthancId, NamedResource>();
                if (!change.IsRefused(out _, out var modification) && command.ConcernsPatients(modification, tags))
                    others = await NamedResources.PatientsWithOthersAsync(transaction, id, PatientOf(modification), token);
            }
            return command.Decide(change, known, others, tags);
        });

    private static OrthancId? PatientOf(Modification modification) =>
        modification.Replacements.GetValueOrDefault(Dicom.DicomTag.PatientID) is Replacement.Text { Value: var replaced }
        ? OrthancId.OfPatient(replaced.TrimEnd(' ')) : null;

    private Task<Refused?> AnswerAsync(HttpContext context, JobRequest wanted, Origin origin,
        Func<NpgsqlTransaction, CancellationToken, Task<Answer<RewritePlan>>> decide) =>
        answers.AnswerAsync(context, async (transaction, token) =>
        {
            if ((await decide(transaction, token)).IsRefused(out var refused, out var plan)) return refused;

            if (plan.Order is ModificationOrder order && plan.Change.NamesPatient)
                plan = plan with { Order = order with { PatientName = await PatientNumbers.NextNameAsync(transaction, token) } };
            return plan.ToJob(await NamedResources.InstancesAsync(transaction, plan.Sources, token), origin) with
            {
                Priority = wanted.Priority, Permissive = wanted.Permissive, UserData = wanted.UserData,
            };
        }, wanted.IsSynchronous);
}
