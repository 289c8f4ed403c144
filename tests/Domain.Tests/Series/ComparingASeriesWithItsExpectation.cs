namespace EventDicom.Domain.Tests.Series;

public sealed class ComparingASeriesWithItsExpectation
{
    [Theory]
    [InlineData(null, "1", SeriesStatus.Unknown)]
    [InlineData(2L, "1,x", SeriesStatus.Unknown)]
    [InlineData(2L, "1", SeriesStatus.Missing)]
    [InlineData(2L, "", SeriesStatus.Missing)]
    [InlineData(2L, "2,1", SeriesStatus.Complete)]
    [InlineData(2L, "1,-,2", SeriesStatus.Complete)] // an instance without any index is passed over
    [InlineData(2L, "1,1", SeriesStatus.Inconsistent)]
    [InlineData(2L, "1,3", SeriesStatus.Inconsistent)]
    [InlineData(2L, "0", SeriesStatus.Inconsistent)]
    [InlineData(2L, "3,x", SeriesStatus.Inconsistent)] // the first oddity decides
    [InlineData(2L, "x,3", SeriesStatus.Unknown)]
    public void answers_as_Orthanc_does(long? expected, string indexes, SeriesStatus status) =>
        SeriesCompleteness.Of(expected, indexes.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(index => index == "-" ? null : index)).ShouldBe(status);
}
