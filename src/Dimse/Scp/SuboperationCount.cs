using EventDicom.Dimse.Messages;
using EventDicom.Domain.Sending;

namespace EventDicom.Dimse.Scp;

/// <summary>Counts what becomes of the instances of a C-MOVE or C-GET.</summary>
internal sealed class SuboperationCount(int all)
{
    private int _completed, _failed, _warnings;

    public int Failed => _failed;

    public int Sent => _completed + _warnings;

    public void Add(SendOutcome outcome)
    {
        if (outcome.Failure is not null) _failed++;
        else if (outcome.Status == (int)DimseStatus.Success) _completed++;
        else _warnings++;
    }

    /// <param name="tellsRemaining">A last response does so only where something was left out (PS3.7 section 9.1.4).</param>
    public Suboperations Told(bool tellsRemaining = true) => new(
        tellsRemaining ? Number(all - _completed - _failed - _warnings) : null, Number(_completed), Number(_failed), Number(_warnings));

    // The fields have two bytes.
    private static ushort Number(int count) => (ushort)Math.Min(count, ushort.MaxValue);
}
