using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Projections.Views;

/// <summary>What goes with a deletion: everything at and below the topmost resource that it leaves empty.</summary>
/// <param name="Study">Of levels that the deletion does not reach down to the identifier means nothing.</param>
internal readonly record struct RemovedResources(ResourceLevel Topmost, OrthancId Patient, OrthancId Study, OrthancId Series,
    OrthancId Instance)
{
    /// <summary>The types of the events that remove resources.</summary>
    public static readonly IReadOnlyList<Type> Events =
        [typeof(InstanceDeleted), typeof(InstanceOverwritten), typeof(SeriesDeleted), typeof(StudyDeleted), typeof(PatientDeleted)];

    /// <returns><c>null</c> for an event that removes nothing.</returns>
    public static RemovedResources? By(object @event) => @event switch
    {
        InstanceDeleted e => new(e.Topmost, e.PatientId, e.StudyId, e.SeriesId, e.InstanceId),
        InstanceOverwritten e => new(e.Topmost, e.PatientId, e.StudyId, e.SeriesId, e.InstanceId),
        SeriesDeleted e => new(e.Topmost, e.PatientId, e.StudyId, e.SeriesId, default),
        StudyDeleted e => new(e.Topmost, e.PatientId, e.StudyId, default, default),
        PatientDeleted e => new(ResourceLevel.Patient, e.PatientId, default, default, default),
        _ => null,
    };

    /// <summary>A condition on rows with the columns patient_id, study_id, series_id and resource_id, the first three of the resource or of
    /// what it lies in.</summary>
    public (string Sql, IReadOnlyList<object> Parameters) Condition
    {
        get
        {
            // An index leads from the patient down.
            var sql = "patient_id = ^";
            var parameters = new List<object> { Patient.Value };
            if (Topmost >= ResourceLevel.Study) And("study_id", Study);
            if (Topmost >= ResourceLevel.Series) And("series_id", Series);
            if (Topmost >= ResourceLevel.Instance) And("resource_id", Instance);
            return (sql, parameters);

            void And(string column, OrthancId id)
            {
                sql += $" and {column} = ^";
                parameters.Add(id.Value);
            }
        }
    }

    /// <summary>Takes the rows of what goes out of a table.</summary>
    public ViewStatement From(string table) => new($"delete from {table} where {Condition.Sql}", [.. Condition.Parameters]);
}
