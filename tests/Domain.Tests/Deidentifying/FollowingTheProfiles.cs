using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;

namespace EventDicom.Domain.Tests.Deidentifying;

public sealed class FollowingTheProfiles
{
    // Attributes that came into the standard after 2023b
    private static readonly string[] s_newer =
    [
        "00181204", "00181205", "00120022", "00120023", "00120032", "00120041", "00120043", "00120055", "00120073", "3006002d", "3006002e",
        "3006004d", "3006004e",
    ];

    // Mapped, kept with mapped UIDs, or written by the anonymization
    private static readonly string[] s_elsewhere = ["00080018", "00081140", "00082112", "00100010", "00100020", "00120062", "00120063",
        "0020000d", "0020000e"];

    [Theory]
    [InlineData("0010,1000", "Remove", "Remove", "Remove", "Remove")]
    [InlineData("0008,0020", "None", "Clear", "Clear", "Clear")]
    [InlineData("0008,0050", "Remove", "Clear", "Clear", "Clear")]
    [InlineData("0008,0012", "None", "None", "None", "Remove")]
    [InlineData("0020,0052", "ReplaceUid", "ReplaceUid", "ReplaceUid", "ReplaceUid")]
    [InlineData("0008,1155", "ReplaceUid", "ReplaceUid", "ReplaceUid", "ReplaceUid")]
    [InlineData("5012,3000", "None", "Remove", "Remove", "Remove")]
    [InlineData("6002,3000", "None", "Remove", "Remove", "Remove")]
    [InlineData("6002,0010", "None", "None", "None", "None")]
    [InlineData("fffa,fffa", "None", "Remove", "Remove", "Remove")]
    [InlineData("0028,0010", "None", "None", "None", "None")]
    public void does_to_an_attribute_what_the_edition_says(string tag, params string[] actions)
    {
        DicomTag.TryParseHex(tag, out var attribute).ShouldBeTrue();
        string[] versions = ["2008", "2017c", "2021b", "2023b"];
        versions.Select(version => DeidentificationProfile.Find(version)!.ActionFor(attribute).ToString()).ShouldBe(actions);
    }

    [SharedDataFact]
    public void protects_all_that_the_standard_protects()
    {
        var profile = DeidentificationProfile.Find(DeidentificationProfile.DefaultVersion)!;
        using var standard = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.PathOf("standard", "confidentiality_profile_attributes.json")));
        foreach (var attribute in standard.RootElement.EnumerateArray())
        {
            var id = attribute.GetProperty("id").GetString()!;
            if (s_newer.Contains(id) || s_elsewhere.Contains(id)
                || !uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tag)) continue;

            var action = profile.ActionFor(DicomTag.FromValue(tag));
            action.ShouldNotBe(ProfileAction.None, id);
            (action == ProfileAction.ReplaceUid).ShouldBe(attribute.GetProperty("basicProfile").GetString()!.Contains('U'), id);
        }
    }
}
