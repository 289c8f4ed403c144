using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>GET /modalities/{id}</c>: what can be done with it, the names of the routes below.</summary>
public sealed class GetModalityEndpoint(IAddressBook<RemoteModality> modalities) : OrthancEndpoint
{
    private static readonly string[] s_operations =
    [
        "configuration", "echo", "find", "find-instance", "find-patient", "find-series", "find-study", "find-worklist", "get", "move",
        "query",
        "storage-commitment", "store", "store-straight",
    ];

    public override void Configure()
    {
        Get("/modalities/{id}");
        Describe(Allow.QueryRetrieve, "List what can be asked of one remote modality").Answers(Shape.Texts);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await modalities.FindAsync(Name, ct) is null) await NotAnsweredAsync();
        else await HttpContext.Response.WriteOrthancJsonAsync(s_operations);
    }
}
