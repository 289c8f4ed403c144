using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Zip;

namespace EventDicom.Api.Instances;

/// <summary>
/// A browser's form (<c>multipart/form-data</c>): each part is stored in turn, as a body of its own would be, or is a piece of a file that comes in
/// several forms. As in Orthanc, what came before a bad part stays stored, and the answer is the error of the bad one.
/// </summary>
public sealed class FormUpload(Reception reception, ZipReception zips, FormPieces pieces, IBlobStore blobs)
{
    /// <exception cref="OrthancException">Error 15: the form is damaged, or a part is no DICOM file. Error 9: see <see cref="FormPiece.Of"/>.</exception>
    public async Task StoreAsync(HttpRequest request, Origin origin, CancellationToken ct)
    {
        var piece = FormPiece.Of(request.Headers, origin);
        var form = MultipartBody.Of(request);
        var room = zips.RoomToInflate();
        while (await form.NextAsync(ct) is { } part)
        {
            try
            {
                if (piece is null) await StoreAsync(part.Content, room, origin, ct);
                else await AddAsync(piece, part.Content, room, origin, ct);
            }
            catch (Exception bad) when (form.Count > 1 && bad is OrthancException or ZipFormatException or InflationException)
            {
                var failure = Failure.Of(bad);
                throw new OrthancException(failure.Error, $"Part {form.Count} of the form, the parts before it are stored: {bad.Message}", failure.HttpStatus);
            }
        }
    }

    private async Task AddAsync(FormPiece piece, Stream content, InflationLimit room, Origin origin, CancellationToken ct)
    {
        using var whole = await pieces.AddAsync(piece, content, ct);
        if (whole is not null) await StoreAsync(whole, room, origin, ct);
    }

    private async Task StoreAsync(Stream content, InflationLimit room, Origin origin, CancellationToken ct)
    {
        using var blob = await blobs.ReceiveAsync(content, ct);
        if (blob.Bytes.Size == 0) return; // a form field that was left empty
        if (ZipReception.IsZip(blob))
            await foreach (var _ in zips.StoreAsync(blob, room, origin, ct)) { }
        else
            (await reception.StoreAsync(blob, origin)).Demand();
    }
}
