namespace EventDicom.Api.Instances;

/// <summary><c>POST /instances/{id}/export</c>: refused as by an Orthanc without <c>RestApiWriteToFileSystemEnabled</c>.</summary>
public sealed class ExportEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/instances/{id}/export");
        Describe(Allow.Administrate, "Refuse to write a file on the machine of the server").ReadsText()
            .AnswersText("Never: nothing is written there");
    }

    public override Task HandleAsync(CancellationToken ct) =>
        throw new OrthancException(OrthancError.ForbiddenAccess, "Files are not written on the machine of the server");
}
