using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tests.Configuration;

/// <summary>A configuration from text, read from a file as a site's would be.</summary>
internal static class Configured
{
    public static OrthancConfiguration With(string json, params (string Name, string Value)[] environment) =>
        Read(json, environment).Configuration;

    public static (OrthancConfiguration Configuration, ConfigurationReport Report) Read(string json,
        params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("orthanc.json", json);
        var report = new ConfigurationReport();
        return (OrthancConfiguration.Load([file], environment.ToDictionary(variable => variable.Name, variable => variable.Value), report),
            report);
    }

    public static ConfigurationException Refused(string json, params (string Name, string Value)[] environment) =>
        Should.Throw<ConfigurationException>(() => Read(json, environment));
}
