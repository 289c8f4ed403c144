using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventDicom.Projections.Resources;
using FastEndpoints;

namespace EventDicom.Api.Metadata;

/// <summary><c>GET /{level}/{id}/metadata</c>: the names, with <c>?expand</c> their values, with <c>?numeric</c> by number.</summary>
public sealed class ListMetadataEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure() => Get(ResourcePath.Routes("/{id}/metadata"));

    public override async Task HandleAsync(CancellationToken ct)
    {
        var metadata = await queries.MetadataAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var query = HttpContext.Request.Query;
        var numeric = HttpContext.Request.IsOn("numeric");
        string Key(string name) => numeric ? SystemMetadata.Numbers[name].ToString(CultureInfo.InvariantCulture) : name;

        await AnswerAsync(json =>
        {
            if (HttpContext.Request.IsOn("expand"))
            {
                json.WriteStartObject();
                foreach (var (name, value) in metadata.OrderBy(entry => Key(entry.Key), StringComparer.Ordinal)) json.WriteString(Key(name), value);
                json.WriteEndObject();
            }
            else
            {
                json.WriteStartArray();
                foreach (var name in metadata.Keys) json.WriteStringValue(Key(name));
                json.WriteEndArray();
            }
        });
    }
}

/// <summary><c>GET /{level}/{id}/metadata/{name}</c>: one value, with an ETag of its revision and content.</summary>
public sealed class GetMetadataEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure() => Get(ResourcePath.Routes("/{id}/metadata/{name}"));

    public override async Task HandleAsync(CancellationToken ct)
    {
        var name = Route<string>("name")!;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            name = SystemMetadata.Numbers.FirstOrDefault(entry => entry.Value == number).Key ?? name;
        if (await queries.MetadataAsync(Level, Id, ct) is not { } metadata || !metadata.TryGetValue(name, out var value))
        {
            await NotAnsweredAsync();
            return;
        }

#pragma warning disable CA5351 // An ETag as Orthanc makes it; it tells values apart and secures nothing.
        var etag = $"\"0-{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)))}\"";
#pragma warning restore CA5351
        HttpContext.Response.Headers.ETag = etag;
        if (HttpContext.Request.Headers.IfNoneMatch.Any(wanted => wanted?.Trim('"') == etag.Trim('"')))
        {
            HttpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            HttpContext.MarkResponseStart();
            return;
        }
        await AnswerTextAsync(value, ct);
    }
}
