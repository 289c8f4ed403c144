using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Metadata;
using JasperFx.Events;

namespace EventDicom.Projections.Tests.Metadata;

public sealed class FoldingMetadata
{
    private static readonly OrthancId s_patient = new("patient"), s_study = new("study"), s_series = new("series");
    private static readonly StoredForm s_form = new("00", 1, 1, "00", IsCompressed: false);

    [Fact]
    public void removes_many_instances_with_one_statement()
    {
        var statements = Fold(Deleted("a", ResourceLevel.Instance), Deleted("b", ResourceLevel.Instance));

        ((string[])statements.ShouldHaveSingleItem().Parameters.ShouldHaveSingleItem()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void keeps_the_order_of_what_is_removed_and_set()
    {
        var statements = Fold(
            Deleted("a", ResourceLevel.Instance), new MetadataSet(ResourceLevel.Instance, new("a"), s_patient, s_study, s_series, 1024, "x",
                0, default), Deleted("a", ResourceLevel.Instance));

        statements.Select(statement => statement.Sql.TrimStart()[..6]).ShouldBe(["delete", "insert", "delete"]);
    }

    [Theory]
    [InlineData(ResourceLevel.Series, 3)]
    [InlineData(ResourceLevel.Study, 2)]
    [InlineData(ResourceLevel.Patient, 1)]
    public void removes_what_goes_with_the_last_instance_below_a_parent(ResourceLevel topmost, int depth) =>
        Fold(Deleted("a", topmost)).ShouldHaveSingleItem().Parameters.ShouldBe(new object[] { "patient", "study", "series" }[..depth]);

    [Fact]
    public void removes_nothing_beside_what_went()
    {
        Fold(new StudyDeleted(s_study, s_patient, ResourceLevel.Study, default)).ShouldHaveSingleItem()
            .Parameters.ShouldBe(["patient", "study"]);
        Fold(new SeriesDeleted(s_series, s_study, s_patient, ResourceLevel.Series, default)).ShouldHaveSingleItem()
            .Parameters.ShouldBe(["patient", "study", "series"]);
    }

    [Fact]
    public void has_an_entry_in_the_log_of_changes_for_each_change_but_none_for_another_form()
    {
        object[] events =
        [
            new MetadataSet(ResourceLevel.Series, s_series, s_patient, s_study, s_series, 1024, "x", 0, default),
            new MetadataRemoved(ResourceLevel.Study, s_study, s_patient, s_study, null, 1024, default),
            new AttachmentStored(ResourceLevel.Patient, s_patient, s_patient, null, null, 1024, Guid.Empty, 1, "00", s_form, 0, default),
            new AttachmentCompressed(ResourceLevel.Patient, s_patient, s_patient, null, null, 1024, s_form, 1, default),
            new AttachmentUncompressed(ResourceLevel.Patient, s_patient, s_patient, null, null, 1024, s_form, 2, default),
            new AttachmentRemoved(ResourceLevel.Patient, s_patient, s_patient, null, null, 1024, default),
        ];

        var parameters = ChangeLog.Fold("views", [.. events.Select(Event)], new(0, IsCounted: true))
            .Statements.ShouldHaveSingleItem().Parameters;

        ((short[])parameters[1]).Select(type => (ChangeType)type).ShouldBe(
            [ChangeType.UpdatedMetadata, ChangeType.UpdatedMetadata, ChangeType.UpdatedAttachment, ChangeType.UpdatedAttachment]);
        ((string[])parameters[2]).ShouldBe(["series", "study", "patient", "patient"]);
    }

    private static InstanceDeleted Deleted(string instance, ResourceLevel topmost) =>
        new(new(instance), s_series, s_study, s_patient, topmost, default);

    private static List<EventDicom.Projections.Views.ViewStatement> Fold(params object[] events) =>
        [.. new MetadataView().Fold("views", [.. events.Select(Event)])];

    private static IEvent Event(object data) => (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
}
