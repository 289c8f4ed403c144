using System.Net;
using EventDicom.Api.Configuration;
using EventDicom.Api.Modalities;
using EventDicom.Api.Peers;
using EventDicom.Api.Queries;
using EventDicom.Api.Sending;
using EventDicom.Dimse.Scp;
using EventDicom.Dimse.Scu;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Sending;
using EventDicom.Projections.Committing;
using EventDicom.Projections.Exports;

namespace EventDicom.Api.Hosting;

/// <summary>The DICOM network: what listens for associations, and the services that it offers.</summary>
internal static class DicomNetwork
{
    // What others may hold of ours is told in megabytes.
    private const long Megabyte = 1024 * 1024;

    public static void AddDicomNetwork(this IServiceCollection services, OrthancConfiguration configuration)
    {
        var ours = configuration.EventDicom;
        services.AddSingleton(BindingOf(configuration));
        services.AddSingleton(new ScpLimits(ours.DicomAssociations, ours.DicomAssociationsPerPeer, ours.MaximumDataSetSize * Megabyte));
        services.AddSingleton(configuration.Find);
        services.AddSingleton<CallerRules>();
        services.AddSingleton<Negotiation>();
        services.AddSingleton<IScpService, EchoScp>();
        services.AddSingleton<IScpService, StoreScp>();
        services.AddSingleton<IScpService, FindScp>();
        services.AddSingleton<Retrieval>();
        services.AddSingleton<IScpService, MoveScp>();
        services.AddSingleton<IScpService, GetScp>();
        services.AddSingleton<ReceivedInstances>();
        services.AddSingleton<CommitmentReading>();
        services.AddSingleton<ReceivedReports>();
        services.AddSingleton<IScpService, CommitmentScp>();
        services.AddSingleton<IScpService, CommitmentReportScp>();
        services.AddSingleton<ScpConversation>();
        services.AddSingleton<DicomServer>();
        // The last to begin and the first to end: what it stores needs the others.
        services.AddHostedService(provider => provider.GetRequiredService<DicomServer>());
    }

    /// <summary>What calls others: modalities over DICOM, peers over HTTP; and the jobs that do.</summary>
    public static void AddRemotes(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton<ScuCalls>();
        services.AddSingleton<SentDataSets>();
        services.AddSingleton<InstanceSending>();
        services.AddSingleton<FindScu>();
        services.AddSingleton<GetContexts>();
        services.AddSingleton<GottenInstances>();
        services.AddSingleton<RetrieveScu>();
        services.AddSingleton<CommitmentScu>();
        services.AddSingleton<IDicomClient, DicomClient>();
        services.AddSingleton<PeerConnections>();
        services.AddSingleton<PeerCalls>();
        services.AddSingleton<IPeerClient, PeerClient>();
        services.AddSingleton<JobNotes>();
        services.AddSingleton<IJobKind, ModalityStoreJob>();
        services.AddSingleton<IJobKind, PeerStoreJob>();
        services.AddSingleton<IJobKind, MoveJob>();
        services.AddSingleton<IJobKind, GetJob>();
        services.AddSingleton<IJobKind, CommitmentJob>();
        services.AddSingleton(new CommitmentLimits(configuration.Jobs.StorageCommitmentReportsSize));
        services.AddSingleton<CommitmentQueries>();
        services.AddSingleton<ICommitments>(provider => provider.GetRequiredService<CommitmentQueries>());
        services.AddSingleton<CommitmentLedger>();
        services.AddSingleton<CommitmentRequests>();
        services.AddSingleton<CalledModalities>();
        services.AddSingleton<StraightFiles>();
        services.AddSingleton<SendingJobs>();
        services.AddSingleton<SendingLedger>();
        services.AddSingleton<ExportQueries>();
        services.AddSingleton<RemoteQueries>();
        services.AddSingleton<DirectFind>();
        services.AddSingleton<QueryBody>();
        services.AddSingleton<QueryRun>();
        services.AddSingleton<RetrieveJobs>();
    }

    public static DicomBinding BindingOf(OrthancConfiguration configuration) =>
        configuration.EventDicom.DicomBindAddresses is [_, ..] addresses ? new([.. addresses.Select(IPAddress.Parse)])
            : DicomBinding.Everywhere;
}
