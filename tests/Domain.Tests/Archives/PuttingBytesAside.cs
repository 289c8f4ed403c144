using EventDicom.Domain.Archives;

namespace EventDicom.Domain.Tests.Archives;

public sealed class PuttingBytesAside
{
    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    [InlineData(0)]
    public void gives_them_back_from_memory_or_file_alike(int inMemory)
    {
        using var spool = new SpooledStream(inMemory);

        spool.Write([1, 2, 3, 4, 5, 6]);
        spool.Write([7, 8, 9, 10, 11, 12]);
        spool.Position = 2;
        spool.Write([33]);
        spool.Position = 0;

        var read = new byte[20];
        spool.ReadAtLeast(read, 20, throwOnEndOfStream: false).ShouldBe(12);
        read[..12].ShouldBe([1, 2, 33, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }
}
