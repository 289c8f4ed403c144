using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A test with a whole server and the tools of dcmtk as the other side, skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmtkFactAttribute : FactAttribute
{
    public DcmtkFactAttribute() => Skip = TestServer.MissingLocal ?? Dcmtk.Missing;
}

/// <inheritdoc cref="DcmtkFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DcmtkTheoryAttribute : TheoryAttribute
{
    public DcmtkTheoryAttribute() => Skip = TestServer.MissingLocal ?? Dcmtk.Missing;
}
