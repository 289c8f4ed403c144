namespace EventDicom.Api.Tests.Stability;

/// <summary>A wall clock that is wrong.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
