using System.Text.Json;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests.Pdus;

/// <summary>Random PDUs come back as they were written.</summary>
public sealed class ReadingWhatWasWritten
{
    private const int Header = 6;

    [Fact]
    public void gives_back_every_request()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var request = new AssociateRequest
            {
                CalledAet = Title(random), CallingAet = Title(random), Contexts = Contexts(random),
                    User = User(random) with { IdentityResponse = null },
            };
            Shown(PduReader.ReadRequest(PduWriter.Write(request).Span[Header..])).ShouldBe(Shown(request), $"seed {seed}");
        }
    }

    [Fact]
    public void gives_back_every_acceptance()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var accept = new AssociateAccept
            {
                CalledAet = Title(random),
                CallingAet = Title(random),
                Contexts = [.. Contexts(random).Select(context =>
                    new AnsweredContext(context.Id, (ContextResult)random.Next(5), Uid(random)))],
                User = User(random) with { Identity = null },
            };
            Shown(PduReader.ReadAccept(PduWriter.Write(accept).Span[Header..])).ShouldBe(Shown(accept), $"seed {seed}");
        }
    }

    [Fact]
    public void gives_back_every_rejection_and_abort()
    {
        foreach (var reason in Enum.GetValues<RejectReason>())
            foreach (var result in Enum.GetValues<RejectResult>())
                PduReader.ReadReject(PduWriter.Write(new AssociateReject(result, reason)).Span[Header..]).ShouldBe(new(result, reason));
        foreach (var reason in Enum.GetValues<AbortReason>())
            PduReader.ReadAbort(PduWriter.Write(new Abort(AbortSource.ServiceProvider, reason)).Span[Header..])
                .ShouldBe(new(AbortSource.ServiceProvider, reason));
    }

    private static string Shown(object value) => JsonSerializer.Serialize(value);

    private static List<ProposedContext> Contexts(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 129))
            .Select(index =>
                new ProposedContext(
                    (byte)(2 * index + 1), Uid(random), [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Uid(random))])),
    ];

    private static UserInformation User(Random random) => new()
    {
        MaximumLength = (uint)random.NextInt64(1L << 32),
        ImplementationClassUid = Uid(random),
        ImplementationVersionName = Title(random),
        OperationsWindow = random.Next(2) == 0 ? null : new((ushort)random.Next(65536), (ushort)random.Next(65536)),
        Roles = [.. Enumerable.Range(0, random.Next(5)).Select(_ =>
            new RoleSelection(Uid(random), random.Next(2) == 0, random.Next(2) == 0))],
        Identity = random.Next(2) == 0 ? null : new((UserIdentityType)random.Next(1, 6), random.Next(2) == 0, Bytes(random), Bytes(random)),
        IdentityResponse = random.Next(2) == 0 ? null : Bytes(random),
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Title(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 17)).Select(_ => (char)random.Next('A', 'Z' + 1))]);

    private static string Uid(Random random) => $"1.2.{random.Next()}.{random.Next()}";
}
