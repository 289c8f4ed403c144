using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// <c>POST /studies/{id}/update-dicomweb-cache</c>: metadata is read of the files each time, and there is nothing to renew.
/// </summary>
public sealed class UpdateCacheEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/studies/{id}/update-dicomweb-cache");
        Describe(Allow.Administrate, "Renew what DICOMweb keeps of one {level}").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FindAsync(ResourceLevel.Study, Id, ct) is null) throw new OrthancException(OrthancError.InexistentItem);
        await AnswerEmptyObjectAsync();
    }
}
