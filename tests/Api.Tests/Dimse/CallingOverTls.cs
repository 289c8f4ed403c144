using System.Globalization;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A server whose DICOM network speaks TLS alone, and trusts itself and one other.</summary>
public sealed class TlsFixture : SharedServer, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TlsFixture()
    {
        (Ours, Theirs, Strange) =
            (TestCertificate.In(_folder, "ours"), TestCertificate.In(_folder, "theirs"), TestCertificate.In(_folder, "strange"));
        Trusted = _folder.Write("trusted.crt", File.ReadAllText(Ours.Certificate) + "\n" + File.ReadAllText(Theirs.Certificate));
    }

    internal TestCertificate Ours { get; }

    internal TestCertificate Theirs { get; }

    /// <summary>Of somebody whom the server does not trust.</summary>
    internal TestCertificate Strange { get; }

    protected override IReadOnlyList<(string Name, object Value)> Options =>
    [
        ("DicomServerEnabled", true), ("DicomAlwaysAllowFind", true), ("DicomTlsEnabled", true),
        ("DicomTlsCertificate", Ours.Certificate), ("DicomTlsPrivateKey", Ours.Key), ("DicomTlsTrustedCertificates", Trusted),
    ];

    private string Trusted { get; }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Modalities that want TLS are called over it, and nobody is trusted who is not vouched for.</summary>
public sealed class CallingOverTls(TlsFixture server) : IClassFixture<TlsFixture>
{
    private readonly int _patient = SharedServer.NewPatient();

    [DcmtkFact]
    public async Task instances_arrive_at_a_modality_that_shows_its_certificate()
    {
        await using var store = await StoreAsync(server.Theirs, server.Ours);
        var modality = await server.KnowAsync("STORE", store.Port, ("UseDicomTls", true));
        var study = (await server.UploadAsync(SyntheticInstance.Create(_patient).WithImage(32, 32))).Text("ParentStudy")!;

        (await server.AnswerAsync($"/modalities/{modality}/echo", "")).EnumerateObject().ShouldBeEmpty();
        var content = await server.AnswerAsync($"/modalities/{modality}/store", study);

        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        store.Files.Count.ShouldBe(1);
    }

    [DcmtkFact]
    public async Task a_modality_with_a_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        await using var store = await StoreAsync(server.Strange, server.Ours);

        (await EchoAsync(store.Port, overTls: true)).ShouldContain("certificate");
    }

    [DcmtkFact]
    public async Task a_modality_that_does_not_trust_us_is_told_of()
    {
        await using var store = await StoreAsync(server.Theirs, server.Strange);

        await EchoAsync(store.Port, overTls: true);
        await SharedServer.UntilAsync(() => store.Said.Contains("certificate", StringComparison.OrdinalIgnoreCase));
    }

    [DcmtkFact]
    public async Task with_and_without_TLS_nobody_understands_the_other()
    {
        await using var store = await StoreAsync(server.Theirs, server.Ours);
        await using var plain = await DcmtkServer.StoreAsync();

        await EchoAsync(store.Port, overTls: false);
        await EchoAsync(plain.Port, overTls: true);
    }

    [LocalPostgresFact]
    public async Task our_own_servers_call_each_other()
    {
        var itself = await server.KnowAsync("ORTHANC", server.Process.DicomPort, ("UseDicomTls", true));
        await server.UploadAsync(SyntheticInstance.Create(_patient));

        (await server.AnswerAsync($"/modalities/{itself}/echo", """{"CheckFind":true}""")).EnumerateObject().ShouldBeEmpty();
        var query = await server.AnswerAsync(
            $"/modalities/{itself}/query", new { Level = "Study", Query = new { PatientID = $"SYN{_patient}" } });
        (await server.JsonAsync($"{query.Text("Path")}/answers")).GetArrayLength().ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task our_own_server_that_does_not_trust_another_refuses_it_and_is_refused()
    {
        await using var other = await ServerProcess.StartAsync(
            ("DicomServerEnabled", true), ("DicomTlsEnabled", true), ("DicomTlsCertificate", server.Theirs.Certificate),
            ("DicomTlsPrivateKey", server.Theirs.Key), ("DicomTlsTrustedCertificates", server.Strange.Certificate),
            ("DicomModalities", new Dictionary<string, object>
            {
                ["first"] = new Dictionary<string, object>
                {
                    ["AET"] = "ORTHANC", ["Host"] = "127.0.0.1", ["Port"] = server.Process.DicomPort, ["UseDicomTls"] = true,
                },
            }));

        await EchoAsync(other.DicomPort, overTls: true);
        var (status, error, details) = await SharedServer.RefusalAsync(
            other.Http.PostAsync(new Uri("/modalities/first/echo", UriKind.Relative), new StringContent("{}")));
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 9));
        details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - connecting to AET \"ORTHANC\": ");
        details.ShouldContain("certificate");
    }

    [DcmtkFact]
    public async Task tools_come_over_TLS()
    {
        using var file = SentFile.Of(SyntheticInstance.Create(_patient));
        var before = await CallAsync(server.Theirs, "storescu", "-v", "-R", file.Path);
        var echo = await CallAsync(server.Theirs, "echoscu", "-v");
        var find = await CallAsync(
            server.Theirs, "findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k",
            string.Create(CultureInfo.InvariantCulture, $"PatientID=SYN{_patient}"), "-k", "StudyInstanceUID");

        before.ExitCode.ShouldBe(0, before.Said);
        echo.ExitCode.ShouldBe(0, echo.Said);
        find.Said.ShouldContain($"2.25.1000.{_patient}.1", Case.Sensitive, find.Said);
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldHaveSingleItem();
    }

    [DcmtkFact]
    public async Task tools_that_nobody_vouches_for_store_nothing()
    {
        using var file = SentFile.Of(SyntheticInstance.Create(_patient));

        foreach (var run in (DcmtkRun[])
        [
            await CallAsync(server.Strange, "storescu", "-v", "-R", file.Path), await CallAsync(server.Strange, "echoscu", "-v"),
            await CallAsync(server.Strange, "findscu", "-v", "-S", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID"),
        ])
            run.ExitCode.ShouldNotBe(0, run.Said);

        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldBeEmpty();
    }

    private static Task<DcmtkServer> StoreAsync(TestCertificate own, TestCertificate trusted) =>
        DcmtkServer.StoreAsync("+tls", own.Key, own.Certificate, "+cf", trusted.Certificate);

    private Task<DcmtkRun> CallAsync(TestCertificate own, string tool, params IReadOnlyList<string> arguments) =>
        Dcmtk.CallAsync(server.Process, tool, ["+tls", own.Key, own.Certificate, "+cf", server.Ours.Certificate, .. arguments]);

    /// <returns>Why there is no answer.</returns>
    private async Task<string> EchoAsync(int port, bool overTls)
    {
        var modality = await server.KnowAsync("OTHER", port, ("UseDicomTls", overTls), ("Timeout", 5));
        var (status, error, details) = await SharedServer.RefusalAsync(server.AskAsync($"/modalities/{modality}/echo", "{}"));
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 9));
        details.ShouldNotBeNull().ShouldStartWith("DicomAssociation - connecting to AET \"OTHER\": ");
        return details;
    }
}
