using EventDicom.Domain.Committing;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using static EventDicom.Domain.Tests.Committing.Commitments;

namespace EventDicom.Domain.Tests.Committing;

public sealed class KeepingSafe
{
    private const string Mr = "1.2.840.10008.5.1.4.1.1.4";

    [Fact]
    public void is_what_is_stored_of_the_class_with_its_bytes() => Check([SopClass], isThere: true).ShouldBeNull();

    [Fact]
    public void is_not_what_is_unknown() => Check([], isThere: true).ShouldBe(FailureReason.NoSuchInstance);

    [Fact]
    public void is_not_what_is_of_another_class() => Check([Mr], isThere: true).ShouldBe(FailureReason.ClassInstanceConflict);

    [Fact]
    public void is_not_what_has_lost_its_bytes() => Check([SopClass], isThere: false).ShouldBe(FailureReason.ProcessingFailure);

    [Fact]
    public void is_one_of_several_with_the_UID()
    {
        Check([Mr, SopClass], isThere: true).ShouldBeNull();
        Check([Mr, SopClass], isThere: false).ShouldBe(FailureReason.ProcessingFailure);
    }

    [Fact]
    public void is_told_with_padding_or_without() => Check([SopClass + "\0"], isThere: true).ShouldBeNull();

    [Fact]
    public void is_told_again_a_few_times_to_who_is_away()
    {
        var known = KnownFailure.Of(new ModalityAwayException(new(OrthancError.NetworkProtocol, "Nobody is there")));

        known.ShouldNotBeNull().IsTransient.ShouldBeTrue();
        (known.Error, known.Details).ShouldBe((OrthancError.NetworkProtocol, "Nobody is there"));
    }

    private static ushort? Check(IReadOnlyList<string> classes, bool isThere) => Safekeeping.Check(
        One,
        classes.Select((sopClass, number) => KeyValuePair.Create(
            OrthancId.OfPatient($"{number}"),
            new SendableInstance(
                new("", 0, new(OrthancId.None, OrthancId.None, OrthancId.None)), One.SopInstanceUid, sopClass, ""))),
        _ => isThere);
}
