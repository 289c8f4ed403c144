using EventDicom.Domain.DicomWeb;

namespace EventDicom.Domain.Tests.DicomWeb;

public sealed class NamingResources
{
    [Fact]
    public void by_the_UIDs_down_to_their_level()
    {
        new UidPath("1.2").ToString().ShouldBe("studies/1.2");
        new UidPath("1.2", "3").ToString().ShouldBe("studies/1.2/series/3");
        new UidPath("1.2", "3", "4").ToString().ShouldBe("studies/1.2/series/3/instances/4");
    }

    [Fact]
    public void by_whatever_a_file_calls_a_UID() => new UidPath("a/b\r\nc é").ToString().ShouldBe("studies/a%2Fb%0D%0Ac%20%C3%A9");
}
