namespace EventDicom.Api.Server;

/// <summary><c>GET /plugins/{id}</c>: there are none.</summary>
public sealed class GetPluginEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/plugins/{id}");
        Describe(Allow.View, "Read one plugin").Answers(Shape.AnyMembers);
    }

    public override Task HandleAsync(CancellationToken ct) => NotAnsweredAsync();
}
