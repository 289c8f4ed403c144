using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Tests.Settings;

public sealed class ChoosingSopClasses
{
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2", EnhancedCt = "1.2.840.10008.5.1.4.1.1.2.1", Private = "1.2.3";

    [Fact]
    public void takes_all_storage_classes_where_none_is_named() => SopClasses.Of([], []).Count.ShouldBeGreaterThan(150);

    [Fact]
    public void takes_those_that_are_named_by_UID_or_pattern_others_too() =>
        SopClasses.Of([Ct, Private, Ct + ".*", "2.25.*"], []).ShouldBe([Private, Ct, EnhancedCt, Ct + ".2"]);

    [Fact]
    public void leaves_out_those_that_are_rejected()
    {
        SopClasses.Of([Ct, EnhancedCt], [EnhancedCt]).ShouldBe([Ct]);
        SopClasses.Of([], [Ct]).ShouldBe(SopClasses.Of([], []).Where(uid => uid != Ct));
    }
}
