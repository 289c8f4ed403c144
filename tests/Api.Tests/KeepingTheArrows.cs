using System.Reflection;

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
        ["EventDicom"] = ["EventDicom.Dicom", "EventDicom.Domain", "EventDicom.Projections", "EventDicom.Dimse", "EventDicom.LocalPostgres"],
    };

    public static TheoryData<string> Assemblies => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void no_assembly_knows_one_that_it_must_not(string assembly) =>
        References(assembly).Where(name => name.StartsWith("EventDicom", StringComparison.Ordinal)).ShouldBeSubsetOf(s_allowed[assembly]);

    [Fact]
    public void the_DICOM_core_stands_on_the_base_library_alone() =>
        References("EventDicom.Dicom").ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard");

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);
}
