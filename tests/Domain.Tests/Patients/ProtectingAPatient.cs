namespace EventDicom.Domain.Tests.Patients;

public sealed class ProtectingAPatient
{
    private static readonly OrthancId s_patient = new("p");

    [Theory]
    [InlineData(false, true, typeof(PatientProtected))]
    [InlineData(true, false, typeof(PatientUnprotected))]
    public void is_recorded_when_it_changes_something(bool before, bool after, Type recorded) =>
        new ProtectPatient(s_patient, after, Origin.Server).Decide(before, default).ShouldHaveSingleItem().Event.ShouldBeOfType(recorded);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void twice_changes_nothing(bool isProtected) =>
        new ProtectPatient(s_patient, isProtected, Origin.Server).Decide(isProtected, default).ShouldBeEmpty();
}
