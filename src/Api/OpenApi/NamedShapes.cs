using EventDicom.Api.Finding;
using static EventDicom.Api.OpenApi.Member;
using static EventDicom.Api.OpenApi.Shape;

namespace EventDicom.Api.OpenApi;

/// <summary>The shapes that have a name in the document, because several routes use them or because a client deserves a type for
/// them.</summary>
internal static class NamedShapes
{
    private static readonly Shape s_type = OneOf("Patient", "Study", "Series", "Instance");

    private static readonly Shape s_status = OneOf("Complete", "Missing", "Inconsistent", "Unknown");

    // Orthanc writes numbers that may become large as texts, and their megabytes beside them.
    private static readonly Member[] s_sizesOfResources =
    [
        new("DicomDiskSize", Text), new("DicomDiskSizeMB", Whole), new("DicomUncompressedSize", Text),
        new("DicomUncompressedSizeMB", Whole),
        new("DiskSize", Text), new("DiskSizeMB", Whole), new("UncompressedSize", Text), new("UncompressedSizeMB", Whole),
    ];

    private static readonly Member[] s_job =
    [
        Optional("Synchronous", Flag.By(true), "Whether the answer waits for the end of the job"),
        Optional("Asynchronous", Flag.By(false), "The opposite of Synchronous"),
        Optional("Priority", Whole.By(0), "Jobs of a higher priority start first"),
        Optional("Permissive", Flag.By(false), "Count instances that fail, and go on"),
        Optional("UserData", Anything, "Shown with the job"),
    ];

    private static readonly Member[] s_modification =
    [
        Optional("Replace", AnyMembers, "Tags and their new values"),
        Optional("Keep", Texts, "Tags that stay as they are"),
        Optional("Force", Flag.By(false), "Allow identifiers to be replaced or kept"),
        Optional("KeepSource", Flag.By(true)),
        Optional("KeepLabels", Flag.By(false)),
        Optional("RemovePrivateTags", Flag.By(false)),
        Optional("PrivateCreator", Text),
        Optional("Transcode", Text, "The UID of a transfer syntax"),
        Optional("LossyQuality", Whole),
    ];

    private static readonly Member[] s_modify = [.. s_modification, Optional("Remove", Texts, "Tags to remove")];

    private static readonly Member[] s_anonymize =
    [
        .. s_modification,
        Optional("DicomVersion", OneOf("2008", "2017c", "2021b", "2023b").By("2023b"),
            "The edition of PS3.15 whose basic profile is applied"),
        Optional("KeepPrivateTags", Flag.By(false)),
    ];

    private static readonly Member[] s_archive =
    [
        .. s_job,
        Optional("Extended", Flag.By(false), "Write the DICOMDIR with tags of type 3, too"),
        Optional("Transcode", Text, "The UID of a transfer syntax"),
        Optional("LossyQuality", Whole),
        Optional("Filename", Text),
        Optional("Utf8", Flag),
    ];

    private static readonly Shape s_payload = Of(new("Content", Anything), new("Type", OneOf("Dimse", "RetrieveJob")));

    private static readonly Shape s_retrieveMethod = OneOf("SystemDefault", "C-MOVE", "C-GET");

    private static readonly Member[] s_call =
    [
        Optional("LocalAet", Text, "The title that we call with"),
        Optional("Timeout", Whole, "In seconds, 0 for what the configuration says"),
    ];

    private static readonly Member[] s_formats =
        [Optional("Full", Flag.By(false)), Optional("Short", Flag.By(false)), Optional("Simplify", Flag.By(false))];

    private static readonly Member s_headers = Optional("HttpHeaders", MapOf(Text), "Headers to send, too");

    private static readonly Member[] s_ask =
    [
        new("Uri", Text, Meaning: "What to ask for, below the address of the server"),
        Optional("Arguments", MapOf(Text), "Of the query"), s_headers,
    ];

    private static readonly Member s_resources = new("Resources", Texts, Meaning: "Orthanc's identifiers");

    public static IReadOnlyDictionary<string, Shape> All { get; } = new SortedDictionary<string, Shape>(StringComparer.Ordinal)
    {
        ["Error"] = Of(
            Optional("Details", Text), Optional("ErrorPayload", s_payload), new("HttpError", Text), new("HttpStatus", Whole),
            new("Message", Text), new("Method", Text),
            new("OrthancError", Text), new("OrthancStatus", Whole, Meaning: "The number of the error, as in Orthanc"), new("Uri", Text)),
        ["Tags"] = AnyMembers,

        ["Patient"] = Resource(new("IsProtected", Flag), new("IsStable", Flag), new("LastUpdate", Text), new("Studies", Texts)),
        ["Study"] = Resource(
            new("IsStable", Flag), new("LastUpdate", Text), new("ParentPatient", Text), new("PatientMainDicomTags", AnyMembers),
                new("Series", Texts)),
        ["Series"] = Resource(
            new("ExpectedNumberOfInstances", Whole.OrNull()), new("Instances", Texts), new("IsStable", Flag), new("LastUpdate", Text),
                new("ParentStudy", Text),
            new("Status", s_status)),
        ["Instance"] = Resource(new("FileSize", Whole), new("FileUuid", Text), new("IndexInSeries", Whole.OrNull()),
            new("ParentSeries", Text)),

        ["FoundResource"] = Of(
        [
            new("ID", Text), new("Type", s_type), Optional("AnonymizedFrom", Text),
            Optional("Attachments", ArrayOf(Named("AttachmentInfo"))),
            Optional("ExpectedNumberOfInstances", Whole.OrNull()), Optional("FileSize", Whole), Optional("FileUuid", Text),
            Optional("IndexInSeries", Whole.OrNull()),
            Optional("Instances", Texts), Optional("IsProtected", Flag), Optional("IsStable", Flag), Optional("Labels", Texts),
            Optional("LastUpdate", Text),
            Optional("MainDicomTags", AnyMembers), Optional("Metadata", MapOf(Text)), Optional("ModifiedFrom", Text),
            Optional("ParentPatient", Text),
            Optional("ParentStudy", Text), Optional("ParentSeries", Text), Optional("PatientMainDicomTags", AnyMembers),
            Optional("RequestedTags", AnyMembers),
            Optional("Series", Texts), Optional("Status", s_status), Optional("Studies", Texts),
        ]),
        ["FindRequest"] = Of(
            new("Level", s_type), new("Query", MapOf(Text), Meaning: "Tags and what is asked of them"),
                Optional("CaseSensitive", Flag.By(false)),
            Optional("Expand", Flag.By(false), "Answer what each of them is, not only its identifier"),
            Optional("ResponseContent", ArrayOf(OneOf(ResponseContent.Words)), "What to answer of each of them, in place of Expand"),
            Optional("RequestedTags", Texts, "Further tags to show"), Optional("Full", Flag.By(false)), Optional("Short", Flag.By(false)),
            Optional("Simplify", Flag.By(false)),
            Optional("Since", Whole.By(0), "How many to skip"), Optional("Limit", Whole.By(0), "How many to answer at most, 0 for all"),
            Optional("OrderBy", ArrayOf(Of(
                new("Type", OneOf("DicomTag", "DicomTagAsInt", "DicomTagAsFloat", "Metadata", "MetadataAsInt", "MetadataAsFloat")),
                new("Key", Text),
                new("Direction", OneOf("ASC", "DESC"))))),
            Optional("Labels", Texts), Optional("LabelsConstraint", OneOf("All", "Any", "None").By("All")),
            Optional("MetadataQuery", MapOf(Text), "Metadata and what is asked of them"),
            Optional("ParentPatient", Text), Optional("ParentStudy", Text), Optional("ParentSeries", Text)),

        ["PatientStatistics"] = Of([new("CountInstances", Whole), new("CountSeries", Whole), new("CountStudies", Whole),
            .. s_sizesOfResources]),
        ["StudyStatistics"] = Of([new("CountInstances", Whole), new("CountSeries", Whole), .. s_sizesOfResources]),
        ["SeriesStatistics"] = Of([new("CountInstances", Whole), .. s_sizesOfResources]),
        ["InstanceStatistics"] = Of(s_sizesOfResources),
        ["Statistics"] = Of(
            new("CountInstances", Whole), new("CountPatients", Whole), new("CountSeries", Whole), new("CountStudies", Whole),
            new("TotalDiskSize", Text), new("TotalDiskSizeMB", Whole), new("TotalUncompressedSize", Text),
            new("TotalUncompressedSizeMB", Whole)),
        ["System"] = Of(
            new("ApiVersion", Whole), new("DatabaseVersion", Whole), new("DicomAet", Text), new("DicomPort", Whole), new("HttpPort", Whole),
            new("Name", Text), new("Version", Text, Meaning: "The version of Orthanc that this server speaks like")).AndOthers(),

        ["StoredInstance"] = Of(
            Optional("ID", Text), Optional("ParentPatient", Text), Optional("ParentSeries", Text), Optional("ParentStudy", Text),
                Optional("Path", Text),
            new("Status", OneOf("Success", "AlreadyStored", "Failure", "FilteredOut"))).AndOthers(),
        ["Reference"] = Of(new("ID", Text), new("Path", Text), Optional("Type", s_type)).AndOthers(),
        ["Ancestor"] = Of(new Member("RemainingAncestor", Of(new("ID", Text), new("Path", Text), new("Type", s_type)).OrNull())),
        ["AttachmentInfo"] = Of(
            new("CompressedMD5", Text), new("CompressedSize", Whole), new("ContentType", Whole), new("UncompressedMD5", Text),
                new("UncompressedSize", Whole),
            new("Uuid", Text)),
        ["OrderedSlices"] = Of(new("Dicom", Texts), new("Slices", Texts), new("SlicesShort", ArrayOf(ArrayOf(Anything))),
            new("Type", Text)),

        ["Changes"] = Of(
            new("Changes", ArrayOf(Named("Change"))), new("Done", Flag), Optional("First", Whole),
            new("Last", Whole, Meaning: "The value for since that asks for what comes next")),
        ["Change"] = Of(
            new("ChangeType", Text), new("Date", Text), new("ID", Text), new("Path", Text), new("ResourceType", s_type), new("Seq", Whole)),
        ["Exports"] = Of(new("Done", Flag), new("Exports", ArrayOf(Named("Export"))), new("Last", Whole)),

        ["Export"] = Of(
            new("Date", Text), new("ID", Text), new("Path", Text), new("PatientID", Text), new("RemoteModality", Text),
            new("ResourceType", s_type), new("Seq", Whole), Optional("SOPInstanceUID", Text), Optional("SeriesInstanceUID", Text),
            Optional("StudyInstanceUID", Text)),

        ["Job"] = Of(
            Optional("CompletionTime", Text), new("Content", AnyMembers), new("CreationTime", Text), new("EffectiveRuntime", Number),
                new("ErrorCode", Whole),
            new("ErrorDescription", Text), new("ErrorDetails", Text.OrNull()), Optional("ErrorPayload", s_payload),
            Optional("EstimatedTimeOfArrival", Text), new("ID", Text),
            new("Priority", Whole),
            new("Progress", Whole, Meaning: "From 0 to 100"),
            new("State", OneOf("Pending", "Running", "Success", "Failure", "Paused", "Retry")),
            new("Timestamp", Text), new("Type", Text), Optional("UserData", Anything)),
        ["StartedJob"] = Of(new("ID", Text), new("Path", Text)),
        ["JobResult"] = EitherOf(Named("StartedJob"), AnyMembers),

        ["Modality"] = Of(
            new("AET", Text), new("AllowEcho", Flag), new("AllowEventReport", Flag), new("AllowFind", Flag), new("AllowFindWorklist", Flag),
                new("AllowGet", Flag),
            new("AllowMove", Flag), new("AllowNAction", Flag), new("AllowStore", Flag), new("AllowTranscoding", Flag), new("Host", Text),
            new("LocalAet", Text),
            new("Manufacturer", Text), new("Port", Whole), new("RetrieveMethod", s_retrieveMethod), new("Timeout", Whole),
            new("UseDicomTls", Flag)),
        ["ModalityDefinition"] = EitherOf(
            ArrayOf(Anything), Of(new("AET", Text), new("Host", Text), new("Port", Whole), Optional("Manufacturer", Text)).AndOthers()),
        ["EchoRequest"] = Of([Optional("CheckFind", Flag, "Try a C-FIND, too"), .. s_call]),
        ["StoreInModalityRequest"] = Of(
        [
            s_resources, Optional("CalledAet", Text), Optional("Host", Text), Optional("Port", Whole),
            Optional("MoveOriginatorAet", Text, "Who has asked for it by C-MOVE"), Optional("MoveOriginatorID", Whole),
            Optional("StorageCommitment", Flag.By(false), "Ask for storage commitment once everything is sent"), .. s_call, .. s_job,
        ]),
        ["StorageCommitmentRequest"] = Of(
        [
            Optional("Resources", Texts, "Orthanc's identifiers"),
            Optional(
                "DicomInstances", ArrayOf(EitherOf(Texts, Of(new("SOPClassUID", Text), new("SOPInstanceUID", Text)))),
                "Pairs of SOPClassUID and SOPInstanceUID"),
            .. s_call,
        ]),
        ["StorageCommitment"] = Of(
            new("RemoteAET", Text), new("Status", OneOf("Pending", "Success", "Failure")),
            new("Success", ArrayOf(Of(new("SOPClassUID", Text), new("SOPInstanceUID", Text)))),
            new("Failures", ArrayOf(Of(
                new("SOPClassUID", Text), new("SOPInstanceUID", Text), new("FailureReason", Whole), new("Description", Text))))),
        ["StoreInPeerRequest"] = Of(
        [
            s_resources, Optional("Compress", Flag.By(false), "Send compressed bodies"),
            Optional("Transcode", Text, "The UID of a transfer syntax"), .. s_job,
        ]),
        ["QueryRequest"] = Of(
        [
            new("Level", s_type), Optional("Query", MapOf(Text), "Tags and what is asked of them"),
            Optional("Normalize", Flag.By(true), "Leave out tags that do not belong to the level"), .. s_call,
        ]),
        ["FindWorklistRequest"] = EitherOf(AnyMembers, Of([new("Query", AnyMembers), .. s_formats, .. s_call])),
        ["RetrieveRequest"] = Of(
        [
            Optional("TargetAet", Text, "The title of whom to send to, which is us where it is missing"),
            Optional("RetrieveMethod", s_retrieveMethod), .. s_formats, .. s_call, .. s_job,
        ]),
        ["RetrieveResourcesRequest"] = Of(
        [
            new("Level", s_type), new("Resources", ArrayOf(MapOf(Text)), Meaning: "The keys of each"), Optional("TargetAet", Text),
            .. s_call,
            .. s_job,
        ]),
        ["Worklist"] = Of(
            Optional("CreationDate", Text, "Where worklists are kept in the database"), new("ID", Text), new("Tags", AnyMembers)),
        ["WorklistRequest"] = Of(new("Tags", AnyMembers), Optional("Force", Flag, "Do not look for what modalities need")),
        ["Peer"] = Of(new("Url", Text), Optional("Username", Text), Optional("Password", Text.OrNull())).AndOthers(),
        ["PeerDefinition"] = EitherOf(
            Texts, Of(new("Url", Text), Optional("Username", Text), Optional("Password", Text), Optional("HttpHeaders", MapOf(Text)))
                .AndOthers()),
        ["AskServerRequest"] = Of(s_ask),
        ["RetrieveUriFromServerRequest"] = Of([.. s_ask, .. s_job]),
        ["RetrieveFromServerRequest"] = Of(
        [
            new("Resources", ArrayOf(Of(new("Study", Text), Optional("Series", Text), Optional("Instance", Text))), Meaning: "UIDs"),
            Optional("GetArguments", MapOf(Text), "Arguments of each request"), s_headers, .. s_job,
        ]),
        ["StoreInServerRequest"] = EitherOf(Text, Texts, Of([s_resources, s_headers, .. s_job])),
        ["DeleteFromServerRequest"] = Of(
            new("Level", OneOf("Study", "Series", "Instance")), new("StudyInstanceUID", Text), Optional("SeriesInstanceUID", Text),
            Optional("SOPInstanceUID", Text), s_headers),

        ["ModifyRequest"] = Of([.. s_modify, .. s_job]),
        ["AnonymizeRequest"] = Of([.. s_anonymize, .. s_job]),
        ["BulkModifyRequest"] = Of([s_resources, Optional("Level", s_type), .. s_modify, .. s_job]),
        ["BulkAnonymizeRequest"] = Of([s_resources, .. s_anonymize, .. s_job]),
        ["BulkDeleteRequest"] = Of(s_resources),
        ["BulkContentRequest"] = Of(
            s_resources, Optional("Level", s_type), Optional("Full", Flag.By(false)), Optional("Short", Flag.By(false)),
                Optional("Metadata", Flag.By(true)),
            Optional("RequestedTags", Texts)),
        ["SplitRequest"] = Of(
        [
            Optional("Series", Texts), Optional("Instances", Texts), Optional("Replace", AnyMembers), Optional("Remove", Texts),
            Optional("KeepSource", Flag.By(false)), Optional("KeepLabels", Flag.By(false)), .. s_job,
        ]),
        ["MergeRequest"] = Of([s_resources, Optional("KeepSource", Flag.By(false)), .. s_job]),
        ["ArchiveRequest"] = Of(s_archive),
        ["ArchiveOfResourcesRequest"] = EitherOf(Texts, Of([s_resources, .. s_archive])),
        ["CreateDicomRequest"] = Of(
            new("Tags", AnyMembers), Optional("Content", EitherOf(Text, ArrayOf(Anything)),
                "A data URI, or one for each instance of a series"),
            Optional("Parent", Text), Optional("Force", Flag.By(false)), Optional("PrivateCreator", Text),
            Optional("Encapsulate", Flag.By(false))),
    };

    private static Shape Resource(params Member[] own) => Of(
    [
        Optional("AnonymizedFrom", Text), new("ID", Text), new("Labels", Texts), new("MainDicomTags", AnyMembers),
        Optional("Metadata", AnyMembers),
        Optional("ModifiedFrom", Text), Optional("RequestedTags", AnyMembers), new("Type", s_type), .. own,
    ]);
}
