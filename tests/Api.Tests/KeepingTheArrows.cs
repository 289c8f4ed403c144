using System.Reflection;
using EventDicom.Api.Configuration;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;
using EventDicom.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests;

/// <summary>Which assembly may know which: <c>Dicom, Domain, Projections, Api</c> in that order, and Dimse beside Projections.</summary>
public sealed class KeepingTheArrows
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["EventDicom.Dicom"] = [],
        ["EventDicom.LocalPostgres"] = [],
        ["EventDicom.Domain"] = ["EventDicom.Dicom"],
        ["EventDicom.Projections"] = ["EventDicom.Dicom", "EventDicom.Domain"],
        ["EventDicom.Dimse"] = ["EventDicom.Dicom", "EventDicom.Domain"],
        ["EventDicom"] = ["EventDicom.Dicom", "EventDicom.Domain", "EventDicom.Projections", "EventDicom.Dimse",
            "EventDicom.LocalPostgres"],
    };

    public static TheoryData<string> Assemblies => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void no_assembly_knows_one_that_it_must_not(string assembly) =>
        References(assembly).Where(name => name.StartsWith("EventDicom", StringComparison.Ordinal)).ShouldBeSubsetOf(s_allowed[assembly]);

    [Fact]
    public void the_DICOM_core_stands_on_the_base_library_alone() =>
        References("EventDicom.Dicom").ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard");

    public static TheoryData<Type> NeededByTheNetwork =>
    [
        typeof(Reception), typeof(ZipReception), typeof(StoredFiles), typeof(IBlobStore), typeof(JobSubmission),
        typeof(IAddressBook<RemoteModality>),
        typeof(ServerSettings), typeof(DicomServerOptions), typeof(DicomTlsOptions), typeof(RemoteOptions), typeof(TranscodingOptions),
    ];

    [Theory]
    [MemberData(nameof(NeededByTheNetwork))]
    public async Task what_the_DICOM_network_needs_is_of_the_domain_and_the_server_has_it(Type needed)
    {
        using var folder = new TemporaryFolder();
        await using var server = EventDicomServer.Build(
            Configured.With("{}"), "Host=127.0.0.1;Port=1;Database=none", folder.Path, CommandLine.Parse([]), writesCode: false);

        server.Services.GetService(needed).ShouldNotBeNull();
        needed.Assembly.GetName().Name.ShouldBe("EventDicom.Domain");
    }

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);
}
