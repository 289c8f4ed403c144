using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

public sealed partial class Association
{
    /// <summary>Ends the association in order (PS3.8 section 7.2), and closes the connection. Nobody may be receiving.</summary>
    /// <exception cref="AssociationEndedException">It was over already, or the peer does not agree.</exception>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            if (Step(AssociationEvent.ReleaseRequested) == AssociationAction.None) throw IsOver();
            await SendAsync(PduWriter.ReleaseRequest);
        }
        finally
        {
            _sending.Release();
        }

        while (true)
        {
            switch (await NextAsync(_options.Artim, ct))
            {
                case AssociationAction.AR3:
                    EndedBy(AssociationEnd.AbortedByUs, "The association was released");
                    return;
                // The requestor of the association agrees first (PS3.8 section 7.2.2).
                case AssociationAction.AR8 when IsRequestor:
                    Step(AssociationEvent.ReleaseAnswered);
                    await SendAsync(PduWriter.ReleaseResponse);
                    break;
                case AssociationAction.AR10:
                    await AnswerReleaseAsync();
                    return;
                // AR-6: data that came too late is passed over.
            }
        }
    }

    private async Task AnswerReleaseAsync()
    {
        if (Step(AssociationEvent.ReleaseAnswered) == AssociationAction.None) return;
        EndedBy(AssociationEnd.AbortedByUs, "The association was released", closes: false);
        await FarewellAsync(PduWriter.ReleaseResponse);
    }
}
