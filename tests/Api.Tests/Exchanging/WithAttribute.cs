using System.Reflection;
using EventDicom.Support.Postgres;
using Xunit.Sdk;

namespace EventDicom.Api.Tests.Exchanging;

/// <summary>Who is on the other side.</summary>
public enum Other
{
    /// <summary>Another server of our own.</summary>
    Ours,

    /// <summary>Orthanc 1.10.1, which is Debian's.</summary>
    Orthanc,

    /// <summary>The same, and DICOM goes over TLS in both directions.</summary>
    OrthancOverTls,
}

/// <summary>A test of two servers, one of which is this one; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WithAttribute : DataAttribute
{
    public WithAttribute(Other other)
    {
        Other = other;
        Skip = other == Other.Ours ? null : OrthancServer.Missing;
    }

    public Other Other { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Other]];
}

/// <summary>Tests of two servers, of which the first needs a database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExchangeAttribute : TheoryAttribute
{
    public ExchangeAttribute() => Skip = TestServer.MissingLocal;
}
