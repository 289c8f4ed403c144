namespace EventDicom.Dicom.Tests.Files;

public sealed class KnowingSyntaxesAndVRs
{
    [Theory]
    [InlineData("1.2.840.10008.1.2", false, false, false, false)]
    [InlineData("1.2.840.10008.1.2.1", true, false, false, false)]
    [InlineData("1.2.840.10008.1.2.1.99", true, false, true, false)]
    [InlineData("1.2.840.10008.1.2.2", true, true, false, false)]
    [InlineData("1.2.840.113619.5.2", false, false, false, false)]
    [InlineData("1.2.840.10008.1.2.4.70", true, false, false, true)]
    [InlineData("1.2.840.10008.1.2.4.201", true, false, false, true)]
    [InlineData("1.2.840.10008.1.2.5", true, false, false, true)]
    public void knows_how_each_syntax_is_written(string uid, bool explicitVR, bool bigEndian, bool deflated, bool encapsulated)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);

        syntax.IsKnown.ShouldBeTrue();
        (syntax.IsExplicitVR, syntax.IsBigEndian, syntax.IsDeflated, syntax.IsEncapsulated)
            .ShouldBe((explicitVR, bigEndian, deflated, encapsulated));
        DicomTransferSyntax.Lookup(uid).ShouldBeSameAs(syntax);
    }

    [Fact]
    public void compares_syntaxes_by_UID()
    {
        DicomTransferSyntax.Lookup("1.2.3").ShouldBe(DicomTransferSyntax.Lookup("1.2.3"));
        DicomTransferSyntax.Lookup("1.2.3").ShouldNotBe(DicomTransferSyntax.Lookup("1.2.4"));
    }

    [Fact]
    public void knows_34_VRs_by_their_two_letters()
    {
        var known = new List<string>();
        for (var first = 0; first < 256; first++)
        {
            for (var second = 0; second < 256; second++)
            {
                if (DicomVR.TryParse((byte)first, (byte)second) is { } vr)
                    known.Add(vr.Code);
            }
        }

        known.ShouldBe("AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".Split(' '));
        known.ShouldAllBe(code => DicomVR.TryParse(code) != null && DicomVR.TryParse(code)!.Code == code);
        DicomVR.TryParse("U").ShouldBeNull();
        DicomVR.TryParse("\u0155S").ShouldBeNull();
    }
}
