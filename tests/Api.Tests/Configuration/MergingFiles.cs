using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tests.Configuration;

public sealed class MergingFiles
{
    [Fact]
    public void reads_every_JSON_file_of_a_folder_and_no_other()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", """{ "Name": "a" }""");
        folder.Write("b.json", """{ "HttpPort": 1 }""");
        folder.Write("c.txt", "nonsense");

        var configuration = Load(folder.Path);
        configuration.Name.ShouldBe("a");
        configuration.Http.HttpPort.ShouldBe(1);
    }

    [Fact]
    public void merges_several_files_and_folders()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        folder.Write("a.json", """{ "Name": "a" }""");
        var file = other.Write("b.json", """{ "HttpPort": 1 }""");

        var configuration = Load(folder.Path, file, file);

        (configuration.Name, configuration.Http.HttpPort).ShouldBe(("a", 1));
        var again = other.Write("c.json", """{ "Name": "c" }""");
        Should.Throw<ConfigurationException>(() => Load(folder.Path, again)).Option.ShouldBe("Name");
        Should.Throw<ConfigurationException>(() => Load(folder.Path, "/nowhere/orthanc.json"));
    }

    [Fact]
    public void refuses_an_option_in_two_files_and_names_both()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", """{ "RegisteredUsers": { "alice": "x" } }""");
        folder.Write("b.json", """{ "RegisteredUsers": { "bob": "x" } }""");

        var exception = Should.Throw<ConfigurationException>(() => Load(folder.Path));
        exception.Option.ShouldBe("RegisteredUsers");
        exception.Message.ShouldContain("a.json");
        exception.Message.ShouldContain("b.json");
    }

    [Fact]
    public void names_the_file_of_a_bad_value()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", """{ "Name": "a" }""");
        folder.Write("b.json", """{ "HttpPort": "x" }""");
        Should.Throw<ConfigurationException>(() => Load(folder.Path)).Origin.ShouldNotBeNull().ShouldEndWith("b.json");
    }

    [Fact]
    public void takes_an_empty_folder_for_defaults()
    {
        using var folder = new TemporaryFolder();
        Load(folder.Path).Name.ShouldBe("MyOrthanc");
    }

    private static OrthancConfiguration Load(params string[] paths) =>
        OrthancConfiguration.Load(paths, new Dictionary<string, string>(), new());
}
