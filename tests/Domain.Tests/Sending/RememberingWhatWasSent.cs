using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Tests.Sending;

public sealed class RememberingWhatWasSent
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrthancId s_patient = OrthancId.OfPatient("P");
    private static readonly OrthancId s_one = OrthancId.OfStudy("P", "1"), s_other = OrthancId.OfStudy("P", "2");
    private static readonly Receiver s_receiver = new(ReceiverKind.Modality, "pacs", "PACS@10.0.0.1:104");

    [Fact]
    public void tells_each_study_once_however_many_chunks_it_has()
    {
        var sent = InstancesSent.Of(
            "job", s_receiver,
            [
                new(s_one, s_patient, [Sent("1"), Sent("2", "no")]), new(s_other, s_patient, [Sent("3")]),
                new(s_one, s_patient, [Sent("4")]),
            ], s_noon);

        sent.Select(study => (study.StudyId, study.Sent, study.NotSent.Count)).ShouldBe([(s_one, 2, 1), (s_other, 1, 0)]);
        sent.ShouldAllBe(study => study.JobId == "job" && study.Receiver == "pacs" && study.Fact.Stream == study.StudyId.Value);
    }

    [Fact]
    public void names_no_more_failures_than_an_event_should_hold() => InstancesSent.Of(
        "job", s_receiver, [new(s_one, s_patient, [.. Enumerable.Range(0, 1000).Select(number => Sent($"{number}", "no"))])], s_noon)
        .Single().NotSent.Count.ShouldBe(InstancesSent.MostNotSent);

    [Fact]
    public void logs_a_resource_with_the_identifiers_down_to_its_level() =>
        new ExportedResource(ResourceLevel.Study, s_one, "P", "1.2").RequestedBy("pacs", s_noon)
            .ShouldBe(new(ResourceLevel.Study, s_one, "pacs", "P", "1.2", null, null, s_noon));

    [Fact]
    public void a_request_goes_before_a_definition_and_that_before_the_server()
    {
        var modality = new RemoteModality { Aet = "PACS", Host = "10.0.0.1", Port = 104, Timeout = 5 };

        CalledModality.Of(modality, "OURS", CallSettings.None).LocalAet.ShouldBe("OURS");
        CalledModality.Of(modality with { LocalAet = "ITS" }, "OURS", CallSettings.None).LocalAet.ShouldBe("ITS");
        CalledModality.Of(modality with { LocalAet = "ITS" }, "OURS", new(LocalAet: "ASKED")).LocalAet.ShouldBe("ASKED");
        CalledModality.Of(modality, "OURS", new(CalledAet: "OTHER", Host: "10.0.0.2", Port: 105, Timeout: 0)).Modality
            .ShouldBe(modality with { Aet = "OTHER", Host = "10.0.0.2", Port = 105, Timeout = 0 });
    }

    private static SentInstance Sent(string instance, string? failure = null) =>
        new(OrthancId.OfInstance("P", "1", "1", instance), failure is null ? 0 : 0xA700, failure);
}
