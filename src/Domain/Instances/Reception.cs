using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Domain.Instances;

/// <summary>
/// Where every file comes in, whoever brings it: the header is read, what is no DICOM is refused, ingest transcoding is applied, and the
/// intake stores the rest.
/// </summary>
public sealed class Reception(Intake intake, IngestTranscoding transcoding, FileReading reading, MemoryLimiter limiter, MainDicomTags tags)
{
    /// <summary>Stores a file from outside. Waits for memory for <see cref="MemoryLimiter.Patience"/> at most.</summary>
    /// <param name="blob">Stays the caller's to dispose of.</param>
    /// <returns>What was stored, when it is durable; or the refusal: it is no DICOM file, or lacks identifiers, or the storage is
    /// full.</returns>
    /// <exception cref="IntakeOverloadedException">Too many wait already; nothing was stored.</exception>
    /// <exception cref="MemoryBusyException">Others use the memory at the moment.</exception>
    /// <exception cref="NotEnoughMemoryException">The header has more elements than fit into the memory.</exception>
    public Task<Answer<Received>> StoreAsync(IncomingBlob blob, Origin origin) => StoreAsync(blob, origin, check: null);

    /// <param name="check">Looks at what the file says of itself, as it came, and may refuse it.</param>
    /// <inheritdoc cref="StoreAsync(IncomingBlob, Origin)"/>
    public async Task<Answer<Received>> StoreAsync(IncomingBlob blob, Origin origin, Func<InstanceHeader, Refused?>? check)
    {
        if ((await AdmitAsync(blob, origin, made: null, CancellationToken.None, check)).IsRefused(out var refused, out var admitted))
            return refused;
        using var admission = admitted;
        var answer = await intake.StoreAsync(admission.Incoming);
        if (answer.Refused is { } full) return full;
        return new Received(admission.Incoming.Header, answer.Status);
    }

    /// <summary>The first half of receiving, for whoever must let go of something before the wait for the commit. The second is
    /// <see cref="Intake.StoreAsync"/>.</summary>
    /// <param name="made"><c>null</c> for what comes from outside. The results of jobs wait for memory without end.</param>
    /// <inheritdoc cref="StoreAsync(IncomingBlob, Origin, Func{InstanceHeader, Refused?})"/>
    public async ValueTask<Answer<Admission>> AdmitAsync(
        IncomingBlob blob, Origin origin, MadeByJob? made, CancellationToken ct, Func<InstanceHeader, Refused?>? check = null)
    {
        if (blob.Bytes.Size == 0) return new Refused(OrthancError.BadFileFormat, "Received an empty DICOM file");

        if ((await ReadAsync(blob, made, ct)).IsRefused(out var refused, out var header)) return refused;
        if (check?.Invoke(header) is { } unwanted) return unwanted;
        if (made is { IsInPlace: false } && made.Source.InstanceId == header.InstanceId)
            return new Refused(OrthancError.BadRequest, "The result would have the identifiers of its source");
        if (made is { KeepsSyntax: true } || await transcoding.ConvertAsync(blob, header, ct) is not { } converted)
            return new Admission(ToIntake(blob, header, origin, made));

        var isHandedOver = false;
        try
        {
            // One that lost something has another SOPInstanceUID, and cannot take the place of the source.
            if ((await ReadAsync(converted, made, ct)).IsRefused(out _, out var ofConverted)
                || (made is { IsInPlace: true } && ofConverted.InstanceId != header.InstanceId))
                return new Admission(ToIntake(blob, header, origin, made));

            isHandedOver = true;
            return new Admission(ToIntake(converted, ofConverted, origin, made)) { Converted = converted };
        }
        finally
        {
            if (!isHandedOver) converted.Dispose();
        }
    }

    private static Incoming ToIntake(IncomingBlob blob, InstanceHeader header, Origin origin, MadeByJob? made) =>
        made is null
            ? new(blob, header, origin)
            : new(blob, header, origin, made.Source) { Overwrite = made.Overwrite, KeepsLabels = made.KeepsLabels };

    private async ValueTask<Answer<InstanceHeader>> ReadAsync(IncomingBlob blob, MadeByJob? made, CancellationToken ct)
    {
        try
        {
            return await limiter.ReadAsync(made is { IsCheckedWhole: true } ? reading.Whole : reading.UpToPixels, options =>
            {
                if (blob.Memory is { } memory) return InstanceHeader.Read(DicomFile.Open(memory, options), tags);
                using var stream = blob.OpenFile();
                return InstanceHeader.Read(DicomFile.Open(stream, options), tags);
            }, ct, made is null ? MemoryLimiter.Patience : null);
        }
        catch (DicomFileException)
        {
            return new Refused(OrthancError.BadFileFormat,
                string.Create(CultureInfo.InvariantCulture, $"Cannot parse an invalid DICOM file (size: {blob.Bytes.Size} bytes)"));
        }
    }
}
