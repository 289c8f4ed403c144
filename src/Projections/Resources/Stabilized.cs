using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Projections.Resources;

/// <summary>Gathers what became stable into one update for each level.</summary>
internal sealed class Stabilized(string schema)
{
    private readonly Dictionary<string, List<string>> _ids = new() { ["series"] = [], ["studies"] = [], ["patients"] = [] };

    public void Add(object @event)
    {
        var (table, id) = @event switch
        {
            SeriesStabilized e => ("series", e.SeriesId),
            StudyStabilized e => ("studies", e.StudyId),
            PatientStabilized e => ("patients", e.PatientId),
            _ => throw new ArgumentException($"{@event.GetType().Name} says nothing about stability", nameof(@event)),
        };
        _ids[table].Add(id.Value);
    }

    public IEnumerable<ViewStatement> Flush()
    {
        foreach (var (table, ids) in _ids)
        {
            if (ids.Count == 0) continue;
            yield return new($"update {schema}.{table} set stable = true where id = any(^)", [ids.ToArray()]);
            ids.Clear();
        }
    }
}
