using EventDicom.Dimse.Associations;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Scu;

/// <summary>
/// Sends instances to one modality. The association is opened for the first, stays for those that follow, and is opened anew where it does
/// not do for an instance because its class and transfer syntax were not proposed.
/// </summary>
internal sealed class StoreScu(
    ScuCalls calls, InstanceSending sending, RemoteOptions remotes, CalledModality modality, MoveOriginator? originator) : IInstanceSender
{
    private readonly HashSet<(string SopClass, string Syntax)> _announced = [];
    private readonly HashSet<(string SopClass, string Syntax)> _proposed = [];
    private Association? _association;
    private ushort _messages;

    public void Announce(IReadOnlyCollection<InstanceToSend> instances) => _announced.UnionWith(instances.Select(PairOf));

    public async Task<SendOutcome> SendAsync(InstanceToSend instance, CancellationToken ct)
    {
        while (true)
        {
            var isFresh = _association is null || !_proposed.Contains(PairOf(instance));
            if (isFresh && await OpenAsync(PairOf(instance), ct) is { } refused) return new(0, refused, IsUnreachable: true);
            try
            {
                return await sending.SendAsync(_association!, modality, instance, ++_messages, originator, ct);
            }
            catch (AssociationEndedException lost)
            {
                await EndAsync();
                // The peer may have been tired of waiting for what comes next.
                if (isFresh) return new(0, ScuCalls.Lost(modality, "sending to", lost));
            }
            finally
            {
                if (_association is { State: not AssociationState.Established }) await EndAsync();
            }
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private static (string SopClass, string Syntax) PairOf(InstanceToSend instance) => (instance.SopClassUid, instance.TransferSyntaxUid);

    private async Task<Refused?> OpenAsync((string SopClass, string Syntax) needed, CancellationToken ct)
    {
        await EndAsync();
        var pairs = _announced.Prepend(needed).Distinct().ToList();
        var contexts = StoreContexts.Of(pairs, remotes.DicomScuPreferredTransferSyntax);
        if ((await calls.OpenAsync(modality, contexts, ct)).IsRefused(out var refused, out var association)) return refused;
        _association = association;
        _proposed.UnionWith(contexts.Select(context => (context.AbstractSyntax, context.TransferSyntaxes[0])));
        return null;
    }

    private async Task EndAsync()
    {
        if (_association is not { } association) return;
        _association = null;
        _proposed.Clear();
        await ScuCalls.EndAsync(association);
    }
}
