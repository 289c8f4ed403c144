namespace EventDicom.Dicom.Tests.Dictionary;

public sealed class LookingUpAUid
{
    [Fact]
    public void gives_name_keyword_and_kind()
    {
        var uid = DicomUIDRegistry.Find("1.2.840.10008.1.2.4.90").ShouldNotBeNull();

        uid.Keyword.ShouldBe("JPEG2000Lossless");
        uid.Name.ShouldBe("JPEG 2000 Image Compression (Lossless Only)");
        uid.Kind.ShouldBe(DicomUIDKind.TransferSyntax);
        uid.IsRetired.ShouldBeFalse();
        DicomUIDRegistry.Find(DicomUID.ExplicitVRBigEndian)!.IsRetired.ShouldBeTrue();
    }

    [Theory]
    [InlineData(DicomUID.CTImageStorage, true)]
    [InlineData(DicomUID.EncapsulatedPDFStorage, true)]
    [InlineData(DicomUID.NuclearMedicineImageStorageRetired, true)]
    [InlineData(DicomUID.PhotoacousticImageStorage, true)]
    [InlineData(DicomUID.Verification, false)]
    [InlineData(DicomUID.StorageCommitmentPushModel, false)]
    [InlineData(DicomUID.MediaStorageDirectoryStorage, false)]
    [InlineData(DicomUID.ModalityWorklistInformationModelFind, false)]
    [InlineData("1.2.3", false)]
    [InlineData("", false)]
    public void tells_what_can_be_stored(string uid, bool isStorage) =>
        DicomUIDRegistry.IsStorageSopClass(uid).ShouldBe(isStorage);

    [Fact]
    public void finds_each_of_the_registry()
    {
        var all = DicomUIDRegistry.All().ToList();

        all.Count.ShouldBeGreaterThan(450);
        all.Select(uid => uid.Keyword).Distinct().Count().ShouldBe(all.Count);
        foreach (var uid in all)
            DicomUIDRegistry.Find(uid.Value).ShouldBeSameAs(uid);
        all.ShouldAllBe(uid => uid.Kind != DicomUIDKind.Unknown);
    }
}
