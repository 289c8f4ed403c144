namespace EventDicom.Dicom.Tests.CharacterSets;

public sealed class EncodingText
{
    private static DicomEncoding From(string terms) => DicomEncoding.FromSpecificCharacterSet(terms, DicomEncoding.Latin1);

    [Fact]
    public void switches_sets_and_returns_before_each_delimiter()
    {
        var encoding = From(@"ISO 2022 IR 100\ISO 2022 IR 144\ISO 2022 IR 87");

        encoding.Encode(@"é Лю山 \Люx", DicomVR.LO)
            .ShouldBe(Octets.Parse(@"\351 \033-L\273\356\033$B;3\033(B \134\033-L\273\356x"));
    }

    [Theory]
    [InlineData("ISO_IR 100", "Łódź é", @"\363d \351")]
    [InlineData("ISO_IR 6", "Étude", "tude")]
    [InlineData(@"\ISO 2022 IR 87", "é山", @"\033$B;3\033(B")]
    [InlineData("GBK", "a€😀b", @"a\200b")]
    [InlineData("ISO_IR 13", "山ﾔ", @"\324")]
    public void leaves_out_what_the_set_has_no_code_for(string terms, string text, string octets) =>
        From(terms).Encode(text, DicomVR.LO).ShouldBe(Octets.Parse(octets));

    [Fact]
    public void leaves_out_half_a_surrogate_pair() =>
        From("ISO_IR 192").Encode("a\ud800b", DicomVR.LO).ShouldBe("ab"u8.ToArray());

    [Fact]
    public void writes_both_customs_of_mapping_kanji_to_unicode() =>
        From(@"\ISO 2022 IR 87").Encode("〜～", DicomVR.LO).ShouldBe(Octets.Parse(@"\033$B!A!A\033(B"));

    [Theory]
    [InlineData("ISO_IR 100")]
    [InlineData("ISO_IR 101")]
    [InlineData("ISO_IR 109")]
    [InlineData("ISO_IR 110")]
    [InlineData("ISO_IR 126")]
    [InlineData("ISO_IR 127")]
    [InlineData("ISO_IR 138")]
    [InlineData("ISO_IR 144")]
    [InlineData("ISO_IR 148")]
    [InlineData("ISO_IR 166")]
    [InlineData("ISO_IR 203")]
    public void gives_back_every_byte_of_a_single_byte_set(string term)
    {
        var encoding = From(term);
        for (var code = 0; code < 256; code++)
        {
            var text = encoding.Decode([(byte)code], DicomVR.LT);
            if (text.Length > 0)
                encoding.Encode(text, DicomVR.LT).ShouldBe([(byte)code], $"{term} {code:X2}");
        }
    }

    [Theory]
    [InlineData(@"\ISO 2022 IR 87", "$B", 0, 6879)]
    [InlineData(@"\ISO 2022 IR 159", "$(D", 0, 6067)]
    [InlineData(@"\ISO 2022 IR 149", "$)C", 0x80, 8225)]
    [InlineData(@"\ISO 2022 IR 58", "$)A", 0x80, 7445)]
    public void gives_back_every_character_of_a_double_byte_set(string terms, string escape, int high, int atLeast)
    {
        var encoding = From(terms);
        var count = 0;
        for (var row = 0x21; row < 0x7F; row++)
        {
            for (var column = 0x21; column < 0x7F; column++)
            {
                byte[] bytes = [0x1B, .. System.Text.Encoding.ASCII.GetBytes(escape), (byte)(row | high), (byte)(column | high)];
                var text = encoding.Decode(bytes, DicomVR.LT);
                if (text.Length == 0)
                    continue;

                count++;
                text.Length.ShouldBe(1);
                encoding.Decode(encoding.Encode(text, DicomVR.LT), DicomVR.LT).ShouldBe(text);
            }
        }

        count.ShouldBeGreaterThanOrEqualTo(atLeast, "so many characters has the set by its standard");
    }

    [Fact]
    public void gives_back_any_text_of_unicode_in_utf8_and_gb18030()
    {
        const string text = "Yamada^Tarou=山田^太郎=やまだ Łódź 😀 ไทย קר";

        foreach (var term in new[] { "ISO_IR 192", "GB18030" })
            From(term).Decode(From(term).Encode(text, DicomVR.PN), DicomVR.PN).ShouldBe(text);
    }
}
