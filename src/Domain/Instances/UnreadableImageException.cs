using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Instances;

/// <summary>The pixels of a stored instance cannot be had as they were asked for. The message is for whoever asked.</summary>
public sealed class UnreadableImageException(OrthancError error, string details) : Exception(details)
{
    public OrthancError Error { get; } = error;

    /// <summary>What is wrong with a stored image, as Orthanc tells it; <c>null</c> for any other failure.</summary>
    internal static UnreadableImageException? Of(Exception failure) => failure switch
    {
        DicomPixelDataException { Reason: DicomPixelDataError.FrameOutOfRange } => new(OrthancError.ParameterOutOfRange, failure.Message),
        DicomPixelDataException { Reason: DicomPixelDataError.Unsupported or DicomPixelDataError.TooLarge } =>
            new(OrthancError.NotImplemented, failure.Message),
        DicomImageException { Reason: not DicomImageError.Damaged } or DicomCodecException { IsUnsupported: true } or OverflowException =>
            new(OrthancError.NotImplemented, failure.Message),
        DicomPixelDataException or DicomImageException or DicomCodecException
        or DicomFileException { Reason: not DicomFileError.TooMuchMemory } => new(OrthancError.BadFileFormat, failure.Message),
        _ => null,
    };

    internal static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (Of(failure) is { } told)
        {
            throw told;
        }
    }
}
