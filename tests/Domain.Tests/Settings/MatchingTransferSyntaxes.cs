using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Tests.Settings;

public sealed class MatchingTransferSyntaxes
{
    [Fact]
    public void finds_one_by_its_UID() => TransferSyntaxes.Matching(["1.2.840.10008.1.2.4.50"]).ShouldBe(["1.2.840.10008.1.2.4.50"]);

    [Fact]
    public void finds_each_once_in_the_order_of_the_numbers() =>
        TransferSyntaxes.Matching(["1.2.840.10008.1.2.4.10?", "*.4.9?", "*.4.9*"]).ShouldBe(
        [
            "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.92", "1.2.840.10008.1.2.4.93",
            "1.2.840.10008.1.2.4.94",
            "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101", "1.2.840.10008.1.2.4.102",
            "1.2.840.10008.1.2.4.103",
            "1.2.840.10008.1.2.4.104", "1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.106", "1.2.840.10008.1.2.4.107",
            "1.2.840.10008.1.2.4.108",
        ]);

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("")]
    [InlineData("1.2.840.10008.1.1")] // Verification, a SOP class
    public void finds_nothing_that_is_no_transfer_syntax_of_the_standard(string pattern) =>
        TransferSyntaxes.Matching([pattern]).ShouldBeEmpty();
}
