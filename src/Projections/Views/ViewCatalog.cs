using EventDicom.Projections.Changes;
using EventDicom.Projections.Committing;
using EventDicom.Projections.JobHistory;
using EventDicom.Projections.Metadata;
using EventDicom.Projections.Remotes;
using EventDicom.Projections.Resources;
using EventDicom.Projections.Worklists;

namespace EventDicom.Projections.Views;

/// <summary>Every view that there is.</summary>
public static class ViewCatalog
{
    /// <summary>Those that change with the events.</summary>
    public static IReadOnlyList<InlineView> Inline { get; } =
        [new ResourceViews(), new MetadataView(), new RemoteViews(), new WorklistView(), new CommitmentView(), new JobViews()];

    /// <summary>All; the log of changes follows the events, in their order.</summary>
    public static IReadOnlyList<View> All { get; } = [.. Inline, new ChangeLog()];
}
