using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>A test for each shared sample file that needs DCMTK's dcmdump (Debian package dcmtk).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmdumpTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> s_installed = new(() => Run("--version") is not null);

    public DcmdumpTheoryAttribute() =>
        Skip = SharedData.Missing ?? (s_installed.Value ? null : "No dcmdump (Debian package dcmtk)");

    /// <inheritdoc cref="ExternalTool.Run"/>
    public static string? Run(params string[] arguments) => ExternalTool.Run("dcmdump", arguments);
}
