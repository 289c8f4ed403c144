using System.Text;
using EventDicom.Domain;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Metadata;

/// <summary><c>PUT /{level}/{id}/metadata/{name}</c>: the body is the value, UTF-8. Only what is the site's own can be set, from number
/// 1024 on.</summary>
public sealed class SetMetadataEndpoint(MetadataKeeping metadata, MetadataNames names) : OrthancEndpoint
{
    // Bytes. A list of a thousand resources with their metadata is held in memory.
    private const int Longest = 4 * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override void Configure()
    {
        Put(ResourcePath.Routes("/{id}/metadata/{name}"));
        Describe(Allow.Modify, "Set one metadata of one {level}").ReadsText()
            .AnswersNothing("It is set; the ETag is the revision of the value");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var number = names.Demand(Route<string>("name")!);
        if (!MetadataNames.IsOfSite(number))
        {
            await ForbiddenAsync();
            return;
        }

        var named = HttpContext.Request.NamedRevision();
        var value = ReadText(await HttpContext.Request.ReadBytesAsync(Longest));
        var result = await metadata.RunAsync(new SetMetadata(Level, new(Id), number, value, named, Origin), ct);
        result.DemandRevision();
        if (result.Status == ChangeStatus.UnknownResource) throw new OrthancException(OrthancError.UnknownResource);
        HttpContext.Show(result.Revision);
        await AnswerNothingAsync(ct);
    }

    // What an event and a column can hold as text.
    private static string ReadText(byte[] body)
    {
        try
        {
            var text = s_utf8.GetString(body);
            if (!text.Contains('\0', StringComparison.Ordinal)) return text;
        }
        catch (DecoderFallbackException)
        {
            // Answered below.
        }
        throw new OrthancException(OrthancError.ParameterOutOfRange,
            "The value of a metadata must be text in UTF-8 without NUL; bytes of other kinds may be attached");
    }
}
