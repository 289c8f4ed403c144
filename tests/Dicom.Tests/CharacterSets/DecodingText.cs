namespace EventDicom.Dicom.Tests.CharacterSets;

public sealed class DecodingText
{
    private static string Decode(string? terms, DicomVR vr, string octets) =>
        DicomEncoding.FromSpecificCharacterSet(terms, DicomEncoding.Latin1).Decode(Octets.Parse(octets), vr);

    // PS3.5 annexes H to K, with the octal codes of their tables.
    [Theory]
    [InlineData(@"\ISO 2022 IR 87", @"Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B=\033$B$d$^$@\033(B^\033$B$?$m$&\033(B",
        "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData(@"ISO 2022 IR 13\ISO 2022 IR 87",
        @"\324\317\300\336^\300\333\263=\033$B;3ED\033(J^\033$BB@O:\033(J=\033$B$d$^$@\033(J^\033$B$?$m$&\033(J", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [InlineData(@"\ISO 2022 IR 149", @"Hong^Gildong=\033$)C\373\363^\033$)C\321\316\324\327=\033$)C\310\253^\033$)C\261\346\265\277",
        "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData("ISO_IR 192", @"Wang^XiaoDong=\347\216\213^\345\260\217\344\270\234=", "Wang^XiaoDong=王^小东=")]
    [InlineData("GB18030", @"Wang^XiaoDong=\315\365^\320\241\266\253=", "Wang^XiaoDong=王^小东=")]
    [InlineData("GBK", @"Wang^XiaoDong=\315\365^\320\241\266\253=", "Wang^XiaoDong=王^小东=")]
    [InlineData(@"\ISO 2022 IR 58", @"Zhang^XiaoDong=\033$)A\325\305^\033$)A\320\241\266\253=", "Zhang^XiaoDong=张^小东=")]
    public void reads_the_names_of_the_standards_examples(string terms, string octets, string name)
    {
        Decode(terms, DicomVR.PN, octets).ShouldBe(name);
        DicomEncoding.FromSpecificCharacterSet(terms, DicomEncoding.Latin1).Encode(name, DicomVR.PN).ShouldBe(Octets.Parse(octets));
    }

    [Theory]
    [InlineData("ISO_IR 100", @"Buc^J\351r\364me", "Buc^Jérôme")]
    [InlineData("ISO_IR 100", @"\304neas^R\374diger", "Äneas^Rüdiger")]
    [InlineData("ISO_IR 101", @"Wa\263\352sa", "Wałęsa")]
    [InlineData("ISO_IR 109", @"\246a\265", "Ĥaµ")]
    [InlineData("ISO_IR 110", @"\300\321", "ĀŅ")]
    [InlineData("ISO_IR 126", @"\304\351\357\355\365\363\351\357\362", "Διονυσιος")]
    [InlineData("ISO_IR 127", @"\342\310\307\346\352^\344\346\322\307\321", "قباني^لنزار")]
    [InlineData("ISO_IR 138", @"\371\370\345\357^\343\341\345\370\344", "שרון^דבורה")]
    [InlineData("ISO_IR 144", @"\273\356\332\341\325\334\321\343\340\323", "Люксембург")]
    [InlineData("ISO_IR 148", @"\335\376\360", "İşğ")]
    [InlineData("ISO_IR 166", @"\241\322\303", "การ")]
    [InlineData("ISO_IR 203", @"\244\275", "€œ")]
    [InlineData("ISO_IR 13", @"\324\317\300\336^\300\333\263", "ﾔﾏﾀﾞ^ﾀﾛｳ")]
    public void reads_each_single_byte_set(string term, string octets, string name) =>
        Decode(term, DicomVR.PN, octets).ShouldBe(name);

    [Fact]
    public void reads_supplementary_kanji() =>
        Decode(@"\ISO 2022 IR 87\ISO 2022 IR 159", DicomVR.LO, @"\033$(D0!\033(B \033$B4A\033(B").ShouldBe("丂 漢");

    [Fact]
    public void follows_a_switch_between_single_byte_sets() =>
        Decode(@"ISO 2022 IR 100\ISO 2022 IR 144\ISO 2022 IR 126", DicomVR.LO, @"J\351r\364me \033-L\273\356 \033-F\304\351")
        .ShouldBe("Jérôme Лю Δι");

    [Theory]
    [InlineData("LO", @"\033-L\273\356\134\351", @"Лю\é", "the backslash delimits values")]
    [InlineData("LT", @"\033-L\273\356\134\356", @"Лю\ю", "there is but one value")]
    [InlineData("PN", @"\033-L\273\356^\351", "Лю^é", "^ delimits the components of a name")]
    [InlineData("PN", @"\033-L\273\356=\351", "Лю=é", "= delimits the groups of a name")]
    [InlineData("LO", @"\033-L\273\356^=\356", "Лю^=ю", "neither does in other text")]
    [InlineData("LT", @"\033-L\273\356\015\012\351", "Лю\r\né", "a line ends")]
    [InlineData("LT", @"\033-L\273\356\011\351", "Лю\té", "a tabulator")]
    [InlineData("UT", @"\033-L\273\356\014\351", "Лю\fé", "a page ends")]
    public void returns_to_the_initial_sets_where_the_standard_says(string vr, string octets, string text, string because) =>
        Decode(@"ISO 2022 IR 100\ISO 2022 IR 144", DicomVR.TryParse(vr)!, octets).ShouldBe(text, because);

    [Fact]
    public void takes_no_half_of_a_kanji_for_a_delimiter() =>
        Decode(@"\ISO 2022 IR 87", DicomVR.PN, @"\033$B\072\134\075\136\033(B^a").ShouldBe("載殉^a");

    [Fact]
    public void ends_a_line_even_where_the_writer_forgot_to_switch_back() =>
        Decode(@"\ISO 2022 IR 87", DicomVR.LT, @"\033$B;3\015\012abc").ShouldBe("山\r\nabc");

    [Theory]
    [InlineData(@"\ISO 2022 IR 149", @"\310\253", "홍")]
    [InlineData(@"ISO 2022 IR 6\ISO 2022 IR 100", @"J\351", "Jé")]
    [InlineData("ISO 2022 IR 149", @"\310\253^\261\346", "홍^길")]
    public void assumes_the_announced_set_where_the_writer_forgot_to_switch_to_it(string terms, string octets, string text) =>
        Decode(terms, DicomVR.PN, octets).ShouldBe(text);

    [Fact]
    public void reads_yen_and_overline_of_japanese_roman_but_keeps_the_delimiter()
    {
        Decode("ISO_IR 13", DicomVR.LT, @"\1345~").ShouldBe("¥5‾");
        Decode("ISO_IR 13", DicomVR.LO, @"a\134b~").ShouldBe(@"a\b‾");
    }

    [Fact]
    public void reads_shift_jis_under_the_name_of_jis_x_0201() =>
        Decode("ISO_IR 13", DicomVR.LT, @"\203\134\223\372\226\173\261").ShouldBe("ソ日本ｱ");

    [Theory]
    [InlineData("ISO_IR 6", @"Buc^J\351r\364me", "Buc^Jrme")]
    [InlineData("NONSENSE", @"Buc^J\351r\364me", "Buc^Jrme")]
    [InlineData("ISO_IR 192", @"a\303\251\303", "aé")]
    [InlineData("ISO_IR 192", @"a\200\377b", "ab")]
    [InlineData("ISO_IR 127", @"a\241b", "ab")]
    [InlineData("ISO_IR 13", @"a\240\375b", "ab")]
    [InlineData(@"\ISO 2022 IR 149", @"\033$)C\310", "")]
    [InlineData(@"\ISO 2022 IR 149", @"\033$)C\310a\310\253", "a홍")]
    [InlineData(@"\ISO 2022 IR 87", @"\033$B;", "")]
    [InlineData(@"\ISO 2022 IR 87", @"\033$B\051\051\033(Ba", "a")]
    [InlineData(@"\ISO 2022 IR 87", @"a\033", "a")]
    [InlineData("GB18030", @"a\201", "a")]
    public void skips_what_means_nothing(string terms, string octets, string text) =>
        Decode(terms, DicomVR.LT, octets).ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void uses_the_default_when_no_set_is_named(string? terms) =>
        Decode(terms, DicomVR.PN, @"Buc^J\351r\364me").ShouldBe("Buc^Jérôme");

    [Theory]
    [InlineData("ISO_IR 100 ", "Latin1")]
    [InlineData("ISO-IR 100", "Latin1")]
    [InlineData("iso_ir_192", "Utf8")]
    [InlineData("ISO 2022 IR 13\\ISO 2022 IR 87", "Japanese")]
    [InlineData("\\ISO 2022 IR 87", "JapaneseKanji")]
    [InlineData("ISO 2022 IR 6\\ISO 2022 IR 87", "JapaneseKanji")]
    [InlineData("NONSENSE\\ISO 2022 IR 149", "Korean")]
    [InlineData("\\ISO_IR 192", "Utf8")]
    [InlineData("ISO_IR 192\\ISO 2022 IR 87", "Utf8")]
    [InlineData("ISO_IR 999999999999999999999999999", "Ascii")]
    [InlineData("\\", "Ascii")]
    public void takes_the_first_known_set_for_the_main_one(string terms, string name) =>
        DicomEncoding.FromSpecificCharacterSet(terms, DicomEncoding.Greek).Name.ShouldBe(name);

    [Fact]
    public void keeps_the_control_characters_above_7f() =>
        Decode("ISO_IR 100", DicomVR.LO, @"a\200b\244c").ShouldBe("a\u0080b¤c");

    [Fact]
    public void never_fails_and_never_makes_text_longer_than_its_bytes()
    {
        string[] terms = ["ISO_IR 6", "ISO_IR 100", "ISO_IR 13", "ISO_IR 192", "GB18030", "GBK",
            @"\ISO 2022 IR 87\ISO 2022 IR 159\ISO 2022 IR 13", @"\ISO 2022 IR 149\ISO 2022 IR 58"];
        var random = new Random(1);
        var bytes = new byte[300];
        foreach (var term in terms)
        {
            var encoding = DicomEncoding.FromSpecificCharacterSet(term, DicomEncoding.Latin1);
            for (var round = 0; round < 200; round++)
            {
                random.NextBytes(bytes);
                "\u001b$B"u8.CopyTo(bytes.AsSpan(random.Next(290)));
                "\u001b$)C"u8.CopyTo(bytes.AsSpan(random.Next(290)));
                var text = encoding.Decode(bytes.AsSpan(0, random.Next(301)), round % 2 == 0 ? DicomVR.PN : DicomVR.UT);
                text.Length.ShouldBeLessThanOrEqualTo(300);
                text.ShouldNotContain('\uFFFD');
            }
        }
    }
}
