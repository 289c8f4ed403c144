using static EventDicom.Api.OpenApi.Member;
using static EventDicom.Api.OpenApi.Shape;

namespace EventDicom.Api.OpenApi;

/// <summary>The shapes that have a name in the document, because several routes use them or because a client deserves a type for them.</summary>
internal static class NamedShapes
{
    private static readonly Shape s_type = OneOf("Patient", "Study", "Series", "Instance");

    // Orthanc writes numbers that may become large as texts, and their megabytes beside them.
    private static readonly Member[] s_sizesOfResources =
    [
        new("DicomDiskSize", Text), new("DicomDiskSizeMB", Integer), new("DicomUncompressedSize", Text), new("DicomUncompressedSizeMB", Integer),
        new("DiskSize", Text), new("DiskSizeMB", Integer), new("UncompressedSize", Text), new("UncompressedSizeMB", Integer),
    ];

    private static readonly Member[] s_job =
    [
        Optional("Synchronous", Flag.By(true), "Whether the answer waits for the end of the job"),
        Optional("Asynchronous", Flag.By(false), "The opposite of Synchronous"),
        Optional("Priority", Integer.By(0), "Jobs of a higher priority start first"),
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
        Optional("LossyQuality", Integer),
    ];

    private static readonly Member[] s_modify = [.. s_modification, Optional("Remove", Texts, "Tags to remove")];

    private static readonly Member[] s_anonymize =
    [
        .. s_modification,
        Optional("DicomVersion", OneOf("2008", "2017c", "2021b", "2023b").By("2023b"), "The edition of PS3.15 whose basic profile is applied"),
        Optional("KeepPrivateTags", Flag.By(false)),
    ];

    private static readonly Member[] s_archive =
    [
        .. s_job,
        Optional("Extended", Flag.By(false), "Write the DICOMDIR with tags of type 3, too"),
        Optional("Transcode", Text, "The UID of a transfer syntax"),
        Optional("LossyQuality", Integer),
        Optional("Filename", Text),
        Optional("Utf8", Flag),
    ];

    private static readonly Member s_resources = new("Resources", Texts, Meaning: "Orthanc's identifiers");

    public static IReadOnlyDictionary<string, Shape> All { get; } = new SortedDictionary<string, Shape>(StringComparer.Ordinal)
    {
        ["Error"] = Object(
            Optional("Details", Text), new("HttpError", Text), new("HttpStatus", Integer), new("Message", Text), new("Method", Text),
            new("OrthancError", Text), new("OrthancStatus", Integer, Meaning: "The number of the error, as in Orthanc"), new("Uri", Text)),
        ["Tags"] = AnyMembers,

        ["Patient"] = Resource(new("IsProtected", Flag), new("IsStable", Flag), new("LastUpdate", Text), new("Studies", Texts)),
        ["Study"] = Resource(
            new("IsStable", Flag), new("LastUpdate", Text), new("ParentPatient", Text), new("PatientMainDicomTags", AnyMembers), new("Series", Texts)),
        ["Series"] = Resource(
            new("ExpectedNumberOfInstances", Integer.OrNull()), new("Instances", Texts), new("IsStable", Flag), new("LastUpdate", Text), new("ParentStudy", Text),
            new("Status", OneOf("Complete", "Missing", "Inconsistent", "Unknown"))),
        ["Instance"] = Resource(new("FileSize", Integer), new("FileUuid", Text), new("IndexInSeries", Integer.OrNull()), new("ParentSeries", Text)),

        ["PatientStatistics"] = Object([new("CountInstances", Integer), new("CountSeries", Integer), new("CountStudies", Integer), .. s_sizesOfResources]),
        ["StudyStatistics"] = Object([new("CountInstances", Integer), new("CountSeries", Integer), .. s_sizesOfResources]),
        ["SeriesStatistics"] = Object([new("CountInstances", Integer), .. s_sizesOfResources]),
        ["InstanceStatistics"] = Object(s_sizesOfResources),
        ["Statistics"] = Object(
            new("CountInstances", Integer), new("CountPatients", Integer), new("CountSeries", Integer), new("CountStudies", Integer),
            new("TotalDiskSize", Text), new("TotalDiskSizeMB", Integer), new("TotalUncompressedSize", Text), new("TotalUncompressedSizeMB", Integer)),
        ["System"] = Object(
            new("ApiVersion", Integer), new("DatabaseVersion", Integer), new("DicomAet", Text), new("DicomPort", Integer), new("HttpPort", Integer),
            new("Name", Text), new("Version", Text, Meaning: "The version of Orthanc that this server speaks like")).AndOthers(),

        ["StoredInstance"] = Object(
            Optional("ID", Text), Optional("ParentPatient", Text), Optional("ParentSeries", Text), Optional("ParentStudy", Text), Optional("Path", Text),
            new("Status", OneOf("Success", "AlreadyStored", "Failure", "FilteredOut"))).AndOthers(),
        ["Reference"] = Object(new("ID", Text), new("Path", Text), Optional("Type", s_type)).AndOthers(),
        ["Ancestor"] = Object(new Member("RemainingAncestor", Object(new("ID", Text), new("Path", Text), new("Type", s_type)).OrNull())),
        ["AttachmentInfo"] = Object(
            new("CompressedMD5", Text), new("CompressedSize", Integer), new("ContentType", Integer), new("UncompressedMD5", Text), new("UncompressedSize", Integer),
            new("Uuid", Text)),
        ["OrderedSlices"] = Object(new("Dicom", Texts), new("Slices", Texts), new("SlicesShort", ArrayOf(ArrayOf(Anything))), new("Type", Text)),

        ["Changes"] = Object(
            new("Changes", ArrayOf(Named("Change"))), new("Done", Flag), Optional("First", Integer),
            new("Last", Integer, Meaning: "The value for since that asks for what comes next")),
        ["Change"] = Object(
            new("ChangeType", Text), new("Date", Text), new("ID", Text), new("Path", Text), new("ResourceType", s_type), new("Seq", Integer)),
        ["Exports"] = Object(new("Done", Flag), new("Exports", ArrayOf(AnyMembers)), new("Last", Integer)),

        ["Job"] = Object(
            Optional("CompletionTime", Text), new("Content", AnyMembers), new("CreationTime", Text), new("EffectiveRuntime", Number), new("ErrorCode", Integer),
            new("ErrorDescription", Text), new("ErrorDetails", Text.OrNull()), Optional("EstimatedTimeOfArrival", Text), new("ID", Text), new("Priority", Integer),
            new("Progress", Integer, Meaning: "From 0 to 100"), new("State", OneOf("Pending", "Running", "Success", "Failure", "Paused", "Retry")),
            new("Timestamp", Text), new("Type", Text), Optional("UserData", Anything)),
        ["StartedJob"] = Object(new("ID", Text), new("Path", Text)),
        ["JobResult"] = EitherOf(Named("StartedJob"), AnyMembers),

        ["Modality"] = Object(
            new("AET", Text), new("AllowEcho", Flag), new("AllowEventReport", Flag), new("AllowFind", Flag), new("AllowFindWorklist", Flag), new("AllowGet", Flag),
            new("AllowMove", Flag), new("AllowNAction", Flag), new("AllowStore", Flag), new("AllowTranscoding", Flag), new("Host", Text), new("LocalAet", Text),
            new("Manufacturer", Text), new("Port", Integer), new("Timeout", Integer), new("UseDicomTls", Flag)),
        ["ModalityDefinition"] = EitherOf(
            ArrayOf(Anything), Object(new("AET", Text), new("Host", Text), new("Port", Integer), Optional("Manufacturer", Text)).AndOthers()),
        ["Peer"] = Object(new("Url", Text), Optional("Username", Text), Optional("Password", Text.OrNull())).AndOthers(),
        ["PeerDefinition"] = EitherOf(
            Texts, Object(new("Url", Text), Optional("Username", Text), Optional("Password", Text), Optional("HttpHeaders", MapOf(Text))).AndOthers()),

        ["ModifyRequest"] = Object([.. s_modify, .. s_job]),
        ["AnonymizeRequest"] = Object([.. s_anonymize, .. s_job]),
        ["BulkModifyRequest"] = Object([s_resources, Optional("Level", s_type), .. s_modify, .. s_job]),
        ["BulkAnonymizeRequest"] = Object([s_resources, .. s_anonymize, .. s_job]),
        ["BulkDeleteRequest"] = Object(s_resources),
        ["BulkContentRequest"] = Object(
            s_resources, Optional("Level", s_type), Optional("Full", Flag.By(false)), Optional("Short", Flag.By(false)), Optional("Metadata", Flag.By(true)),
            Optional("RequestedTags", Texts)),
        ["SplitRequest"] = Object(
        [
            Optional("Series", Texts), Optional("Instances", Texts), Optional("Replace", AnyMembers), Optional("Remove", Texts),
            Optional("KeepSource", Flag.By(false)), Optional("KeepLabels", Flag.By(false)), .. s_job,
        ]),
        ["MergeRequest"] = Object([s_resources, Optional("KeepSource", Flag.By(false)), .. s_job]),
        ["ArchiveRequest"] = Object(s_archive),
        ["ArchiveOfResourcesRequest"] = EitherOf(Texts, Object([s_resources, .. s_archive])),
        ["CreateDicomRequest"] = Object(
            new("Tags", AnyMembers), Optional("Content", EitherOf(Text, ArrayOf(Anything)), "A data URI, or one for each instance of a series"),
            Optional("Parent", Text), Optional("Force", Flag.By(false)), Optional("PrivateCreator", Text), Optional("Encapsulate", Flag.By(false))),
    };

    private static Shape Resource(params Member[] own) => Object(
    [
        Optional("AnonymizedFrom", Text), new("ID", Text), new("Labels", Texts), new("MainDicomTags", AnyMembers), Optional("Metadata", AnyMembers),
        Optional("ModifiedFrom", Text), Optional("RequestedTags", AnyMembers), new("Type", s_type), .. own,
    ]);
}
