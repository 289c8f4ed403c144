using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Tests;

/// <summary>Two associations that speak to each other: context 1 is Verification, 3 is CT Image Storage.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public const byte Echo = 1, Store = 3;

    private Pair(Association requestor, Association acceptor) => (Requestor, Acceptor) = (requestor, acceptor);

    public Association Requestor { get; }

    public Association Acceptor { get; }

    public static AssociateRequest Request { get; } = new()
    {
        CalledAet = "SERVER",
        CallingAet = "CLIENT",
        Contexts =
        [
            new(Echo, DicomUID.Verification, [DicomUID.ImplicitVRLittleEndian]),
            new(Store, DicomUID.CTImageStorage, [DicomUID.ExplicitVRLittleEndian, DicomUID.ImplicitVRLittleEndian]),
        ],
    };

    public static async Task<Pair> OpenAsync(
        AssociationOptions? acceptor = null, AssociationOptions? requestor = null, AssociateRequest? request = null,
        Func<Association, ValueTask<AssociationAnswer>>? decide = null)
    {
        var connection = await Connection.OpenAsync();
        var accepting = Association.AcceptAsync(
            connection.Acceptor, IPAddress.Loopback, decide ?? AcceptFirstAsync, acceptor ?? new(), CancellationToken.None);
        var requesting = Association.RequestAsync(
            connection.Requestor, IPAddress.Loopback, request ?? Request, requestor ?? new(), CancellationToken.None);
        return new(await requesting, await accepting);
    }

    /// <summary>Accepts every context with the transfer syntax that was proposed first.</summary>
    public static ValueTask<AssociationAnswer> AcceptFirstAsync(Association association)
    {
        var contexts = association.Request.Contexts.Select(context => context.TransferSyntaxes is [var first, ..]
            ? new AnsweredContext(context.Id, ContextResult.Accepted, first)
            : new AnsweredContext(context.Id, ContextResult.TransferSyntaxesNotSupported, ""));
        return ValueTask.FromResult<AssociationAnswer>(new AssociationAnswer.Accept([.. contexts], []));
    }

    public async ValueTask DisposeAsync()
    {
        await Requestor.DisposeAsync();
        await Acceptor.DisposeAsync();
    }
}
