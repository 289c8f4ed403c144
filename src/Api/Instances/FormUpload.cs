using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Zip;

namespace EventDicom.Api.Instances;

/// <summary>
/// A browser's form (<c>multipart/form-data</c>): each part is stored in turn, as a body of its own would be, or is a piece of a file that
/// comes in several forms. As in Orthanc, what came before a bad part stays stored, and the answer is the error of the bad one.
/// </summary>
public sealed class FormUpload(Reception reception, ZipReception zips, FormPieces pieces, IBlobStore blobs)
{
    /// <returns>Error 15 where a part is no DICOM file; <c>null</c> when all was stored.</returns>
    /// <exception cref="OrthancException">Error 15: the form is damaged. Error 9: see <see cref="FormPiece.Of"/>.</exception>
    public async Task<Refused?> StoreAsync(HttpRequest request, Origin origin, CancellationToken ct)
    {
        var piece = FormPiece.Of(request.Headers, origin);
        var form = MultipartBody.Of(request);
        var room = zips.RoomToInflate();
        while (await form.NextAsync(ct) is { } part)
        {
            try
            {
                var refused = piece is null ? await StoreAsync(part.Content, room, origin, ct)
                    : await AddAsync(piece, part.Content, room, origin, ct);
                if (refused is not null) return form.Count > 1 ? refused with { Details = Told(form, refused.Details) } : refused;
            }
            catch (Exception bad) when (form.Count > 1 && bad is OrthancException or ZipFormatException or InflationException)
            {
                var failure = Failure.Of(bad);
                throw new OrthancException(failure.Error, Told(form, bad.Message), failure.HttpStatus);
            }
        }
        return null;
    }

    private static string Told(MultipartBody form, string? reason) =>
        $"Part {form.Count} of the form, the parts before it are stored: {reason}";

    private async Task<Refused?> AddAsync(FormPiece piece, Stream content, InflationLimit room, Origin origin, CancellationToken ct)
    {
        using var whole = await pieces.AddAsync(piece, content, ct);
        return whole is null ? null : await StoreAsync(whole, room, origin, ct);
    }

    private async Task<Refused?> StoreAsync(Stream content, InflationLimit room, Origin origin, CancellationToken ct)
    {
        using var blob = await blobs.ReceiveAsync(content, ct);
        if (blob.Bytes.Size == 0) return null; // a form field that was left empty
        if (!ZipReception.IsZip(blob)) return (await reception.StoreAsync(blob, origin)).Refused;
        await foreach (var stored in zips.StoreAsync(blob, room, origin, ct))
            if (stored.EndsAll(out var full)) return full;
        return null;
    }
}
