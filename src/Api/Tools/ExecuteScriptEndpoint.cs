namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/execute-script</c>: refused as by an Orthanc without <c>ExecuteLuaEnabled</c>.</summary>
public sealed class ExecuteScriptEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/execute-script");
        Describe(Allow.Administrate, "Refuse to run Lua").ReadsText().AnswersText("Never: scripts are not run");
    }

    public override Task HandleAsync(CancellationToken ct) =>
        throw new OrthancException(OrthancError.ForbiddenAccess, "Lua is not run here");
}
