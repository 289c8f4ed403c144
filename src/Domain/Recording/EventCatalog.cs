using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Changes;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Recording;

/// <summary>
/// Every type of event under the name that it bears in the database for ever. A class may be renamed or moved, its name here
/// may not; a changed shape gets a new name and an upcaster.
/// </summary>
public static class EventCatalog
{
    public static readonly IReadOnlyDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["instance_stored"] = typeof(InstanceStored),
        ["instance_overwritten"] = typeof(InstanceOverwritten),
        ["instance_deleted"] = typeof(InstanceDeleted),
        ["series_opened"] = typeof(SeriesOpened),
        ["series_completed"] = typeof(SeriesCompleted),
        ["series_stabilized"] = typeof(SeriesStabilized),
        ["series_deleted"] = typeof(SeriesDeleted),
        ["study_opened"] = typeof(StudyOpened),
        ["study_stabilized"] = typeof(StudyStabilized),
        ["study_deleted"] = typeof(StudyDeleted),
        ["patient_opened"] = typeof(PatientOpened),
        ["patient_stabilized"] = typeof(PatientStabilized),
        ["patient_protected"] = typeof(PatientProtected),
        ["patient_unprotected"] = typeof(PatientUnprotected),
        ["patient_deleted"] = typeof(PatientDeleted),
        ["label_added"] = typeof(LabelAdded),
        ["label_removed"] = typeof(LabelRemoved),
        ["metadata_set"] = typeof(MetadataSet),
        ["metadata_removed"] = typeof(MetadataRemoved),
        ["attachment_stored"] = typeof(AttachmentStored),
        ["attachment_removed"] = typeof(AttachmentRemoved),
        ["attachment_compressed"] = typeof(AttachmentCompressed),
        ["attachment_uncompressed"] = typeof(AttachmentUncompressed),
        ["main_dicom_tags_rebuilt"] = typeof(MainDicomTagsRebuilt),
        ["study_split"] = typeof(StudySplit),
        ["study_merged_into"] = typeof(StudyMergedInto),
        ["studies_merged"] = typeof(StudiesMerged),
        ["resource_modified"] = typeof(ResourceModified),
        ["resource_anonymized"] = typeof(ResourceAnonymized),
        ["instances_sent"] = typeof(InstancesSent),
        ["export_requested"] = typeof(ExportRequested),
        ["commitment_requested"] = typeof(CommitmentRequested),
        ["commitment_refused"] = typeof(CommitmentRefused),
        ["commitment_reported"] = typeof(CommitmentReported),
        ["changes_counted"] = typeof(ChangesCounted),
        ["changes_cleared"] = typeof(ChangesCleared),
        ["exports_cleared"] = typeof(ExportsCleared),
        ["blobs_purged"] = typeof(BlobsPurged),
        ["modality_configured"] = typeof(ModalityConfigured),
        ["modality_removed"] = typeof(ModalityRemoved),
        ["peer_configured"] = typeof(PeerConfigured),
        ["peer_removed"] = typeof(PeerRemoved),
        ["dicomweb_server_configured"] = typeof(DicomWebServerConfigured),
        ["dicomweb_server_removed"] = typeof(DicomWebServerRemoved),
        ["worklist_saved"] = typeof(WorklistSaved),
        ["worklist_deleted"] = typeof(WorklistDeleted),
        ["job_submitted"] = typeof(JobSubmitted),
        ["job_started"] = typeof(JobStarted),
        ["job_advanced"] = typeof(JobAdvanced),
        ["job_pause_requested"] = typeof(JobPauseRequested),
        ["job_cancel_requested"] = typeof(JobCancelRequested),
        ["job_paused"] = typeof(JobPaused),
        ["job_resumed"] = typeof(JobResumed),
        ["job_postponed"] = typeof(JobPostponed),
        ["job_retried"] = typeof(JobRetried),
        ["job_undo_started"] = typeof(JobUndoStarted),
        ["job_undone"] = typeof(JobUndone),
        ["job_order_lost"] = typeof(JobOrderLost),
        ["job_succeeded"] = typeof(JobSucceeded),
        ["job_failed"] = typeof(JobFailed),
        ["job_resubmitted"] = typeof(JobResubmitted),
        ["job_forgotten"] = typeof(JobForgotten),
        ["job_output_dropped"] = typeof(JobOutputDropped),
    };
}
