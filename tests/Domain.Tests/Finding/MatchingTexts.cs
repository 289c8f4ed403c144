using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Domain.Tests.Finding;

/// <summary>What a value of a query asks of a text, and which texts fit.</summary>
public sealed class MatchingTexts
{
    private static readonly DicomTag s_comments = new(0x0010, 0x4000);

    [Theory]
    // Equality: case does not count, accents and blanks do.
    [InlineData("LO", "abc", "ABC", true)]
    [InlineData("LO", "abc", "ABCD", false)]
    [InlineData("LO", "abc ", "ABC", false)]
    [InlineData("PN", "MÜLLER^é", "müller^É", true)]
    [InlineData("PN", "MULLER", "müller", false)]
    [InlineData("PN", "straße", "STRASSE", false)]
    [InlineData("LO", "a_c", "abc", false)]
    [InlineData("LO", "a%", "abc", false)]
    // What is empty in the file is a value, what is absent is none.
    [InlineData("LO", "*", "", true)]
    [InlineData("LO", "*", null, false)]
    [InlineData("LO", "abc", null, false)]
    // Wildcards.
    [InlineData("PN", "*OE*", "Doe^John", true)]
    [InlineData("PN", "do?^*", "Doe^John", true)]
    [InlineData("PN", "?oe", "Doe^John", false)]
    [InlineData("LO", "*a*b*c*", "xxaxbxcx", true)]
    [InlineData("LO", "*a*b*c", "xxaxbxcx", false)]
    [InlineData("LO", "a**c", "ac", true)]
    [InlineData("LO", "?", "\U0001F600", true)]
    [InlineData("LO", "??", "\U0001F600", false)]
    [InlineData("LO", "a?c*", @"a\c", true)]
    // Lists, in which wildcards are none.
    [InlineData("CS", @"CT\MR", "mr", true)]
    [InlineData("CS", @"CT\MR", "PT", false)]
    [InlineData("CS", @"C*\MR", "CT", false)]
    [InlineData("UI", @"1.2\1.*", "1.2", true)]
    [InlineData("CS", @"CT\", "", true)]
    // A value of several parts is one text.
    [InlineData("CS", @"ORIGINAL*", @"ORIGINAL\PRIMARY", true)]
    [InlineData("CS", @"ORIGINAL", @"ORIGINAL\PRIMARY", false)]
    // Ranges, for dates and times alone, compared as texts.
    [InlineData("DA", "20200101-20201231", "20200101", true)]
    [InlineData("DA", "20200101-20201231", "20201231", true)]
    [InlineData("DA", "20200101-20201231", "20210101", false)]
    [InlineData("DA", "20200101-", "20991231", true)]
    [InlineData("DA", "-20200101", "19000101", true)]
    [InlineData("DA", "-20200101", "20200102", false)]
    [InlineData("DA", "-", "20200102", true)]
    [InlineData("DA", "-", null, false)]
    [InlineData("TM", "12-13", "1259", true)]
    [InlineData("TM", "12-13", "1300", false)]
    [InlineData("DT", "2020-2021", "202006010000", true)]
    [InlineData("LO", "a-b", "a-b", true)]
    [InlineData("LO", "a-c", "b", false)]
    public void fits_what_Orthanc_says_fits(string vr, string wanted, string? text, bool fits)
    {
        TextMatch.TryRead(s_comments, DicomVR.TryParse(vr)!, wanted, caseSensitive: false, out var match).ShouldBeTrue();
        match!.Matches(text).ShouldBe(fits);
    }

    [Theory]
    [InlineData("abc", "ABC", false)]
    [InlineData("ABC", "ABC", true)]
    [InlineData("A*", "abc", false)]
    [InlineData("A*", "Abc", true)]
    [InlineData(@"a\b", "B", false)]
    public void minds_case_where_it_is_told_to(string wanted, string text, bool fits)
    {
        TextMatch.TryRead(s_comments, DicomVR.LO, wanted, caseSensitive: true, out var match).ShouldBeTrue();
        match!.Matches(text).ShouldBe(fits);
    }

    [Theory]
    [InlineData("DA", "2020*")]
    [InlineData("TM", "12????")]
    [InlineData("UI", "1.2.*")]
    [InlineData("IS", "1?")]
    [InlineData("DA", "*")]
    [InlineData("US", "*")]
    public void allows_wildcards_in_texts_only(string vr, string wanted) =>
        TextMatch.TryRead(s_comments, DicomVR.TryParse(vr)!, wanted, caseSensitive: false, out _).ShouldBeFalse();

    [Fact]
    public void asks_nothing_where_the_value_is_empty_or_an_identifier_may_be_anything()
    {
        TextMatch.TryRead(s_comments, DicomVR.LT, "", caseSensitive: false, out var match).ShouldBeTrue();
        match.ShouldBeNull();
        TextMatch.TryRead(DicomTag.PatientID, DicomVR.LO, "*", caseSensitive: false, out match).ShouldBeTrue();
        match.ShouldBeNull();
        TextMatch.TryRead(s_comments, DicomVR.LT, "*", caseSensitive: false, out match).ShouldBeTrue();
        match.ShouldNotBeNull();
    }

    [Fact]
    public void takes_a_pattern_that_fits_nothing_no_longer_than_its_lengths()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "b";
        TextMatch.Read(pattern, caseSensitive: true)!.Matches(new string('a', 5000)).ShouldBeFalse();
    }
}
