using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

public sealed class Encrypting
{
    [DcmtkFact]
    public async Task peers_with_a_certificate_that_is_trusted_may_come()
    {
        using var folder = new TemporaryFolder();
        var (ours, theirs, strange) =
            (TestCertificate.In(folder, "ours"), TestCertificate.In(folder, "theirs"), TestCertificate.In(folder, "strange"));
        await using var server = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("DicomTlsEnabled", true), ("DicomTlsCertificate", ours.Certificate),
                ("DicomTlsPrivateKey", ours.Key),
            ("DicomTlsTrustedCertificates", theirs.Certificate));

        var trusted = await Dcmtk.CallAsync(server, "echoscu", "+tls", theirs.Key, theirs.Certificate, "+cf", ours.Certificate, "-v");
        var stranger = await Dcmtk.CallAsync(server, "echoscu", "+tls", strange.Key, strange.Certificate, "+cf", ours.Certificate, "-v");
        var plain = await Dcmtk.CallAsync(server, "echoscu", "-to", "5");

        trusted.ExitCode.ShouldBe(0, trusted.Said);
        stranger.ExitCode.ShouldNotBe(0);
        plain.ExitCode.ShouldNotBe(0);
    }

    [DcmtkFact]
    public async Task peers_without_a_certificate_may_come_where_none_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        var ours = TestCertificate.In(folder, "ours");
        await using var server = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("DicomTlsEnabled", true), ("DicomTlsCertificate", ours.Certificate),
                ("DicomTlsPrivateKey", ours.Key),
            ("DicomTlsRemoteCertificateRequired", false));

        var run = await Dcmtk.CallAsync(server, "echoscu", "+tla", "+cf", ours.Certificate, "-v");

        run.ExitCode.ShouldBe(0, run.Said);
    }
}
