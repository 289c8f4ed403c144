using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Creating;

/// <summary>Puts a picture or a document into a data set (PS3.3 sections C.7.6.3 and C.24.2).</summary>
public static class ContentWriter
{
    private static readonly Dictionary<string, string> s_models = new()
    {
        ["model/stl"] = "1.2.840.10008.5.1.4.1.1.104.3",
        ["model/obj"] = "1.2.840.10008.5.1.4.1.1.104.4",
        ["model/mtl"] = "1.2.840.10008.5.1.4.1.1.104.5",
    };

    /// <param name="encapsulate">Keep baseline JPEG as it is, and take nothing else.</param>
    /// <returns>The transfer syntax that the data set must be written in. The data URI, or what is in it, is damaged (15), or of a type
    /// without place in DICOM (2).</returns>
    public static Answer<DicomTransferSyntax> Write(DicomDatasetBuilder dataset, string dataUri, bool encapsulate)
    {
        if (Read(dataUri).IsRefused(out var refused, out var content)) return refused;
        var (mediaType, bytes) = content;
        try
        {
            switch (mediaType)
            {
                case "image/jpeg" when encapsulate && JpegFile.IsBaseline(bytes):
                    WriteCompressed(dataset, bytes);
                    return DicomTransferSyntax.JPEGProcess1;
                case var _ when encapsulate: return new Refused(OrthancError.NotImplemented,
                    "Only baseline JPEG images with 8 bits can be encapsulated");
                case "image/jpeg": WritePixels(dataset, JpegFile.Decode(bytes)); break;
                case "image/png": WritePixels(dataset, PngDecoder.Decode(bytes)); break;
                case "image/x-portable-arbitrarymap": WritePixels(dataset, PnmDecoder.Decode(bytes)); break;
                case "application/octet-stream": dataset.AddOrUpdate(DicomTag.PixelData, DicomVR.OB, bytes); break;
                case "application/pdf" when !bytes.AsSpan()
                    .StartsWith("%PDF-"u8): return new Refused(OrthancError.BadFileFormat, "Not a PDF file");
                case "application/pdf": WriteDocument(dataset, "1.2.840.10008.5.1.4.1.1.104.1", mediaType, "OT", bytes); break;
                case var model when s_models.TryGetValue(model, out var sopClass): WriteDocument(dataset, sopClass, model,
                    "M3D", bytes); break;
                default: return new Refused(OrthancError.NotImplemented,
                    $"Unsupported MIME type for the content of a new DICOM file: {mediaType}");
            }
        }
        catch (DicomImageException failure)
        {
            return new Refused(failure.Reason == DicomImageError.Unsupported ? OrthancError.NotImplemented : OrthancError.BadFileFormat,
                failure.Message);
        }
        return DicomTransferSyntax.ExplicitVRLittleEndian;
    }

    private static Answer<(string MediaType, byte[] Bytes)> Read(string text)
    {
        if (DataUri.Find(text) is not { } uri) return new Refused(OrthancError.BadFileFormat, "The content is no data URI");
        try
        {
            return (uri.MediaType, uri.Decode());
        }
        catch (FormatException damaged)
        {
            return new Refused(OrthancError.BadFileFormat, damaged.Message);
        }
    }

    private static void WritePixels(DicomDatasetBuilder dataset, DicomBitmap bitmap)
    {
        Describe(dataset, bitmap, bitmap.Channels == 3 ? "RGB" : "MONOCHROME2");
        dataset.AddOrUpdate(DicomTag.PixelData, bitmap.BitsPerSample == 8 ? DicomVR.OB : DicomVR.OW, bitmap.Samples);
    }

    private static void WriteCompressed(DicomDatasetBuilder dataset, byte[] jpeg)
    {
        var bitmap = JpegFile.Decode(jpeg);
        Describe(dataset, bitmap, bitmap.Channels == 3 ? "YBR_FULL_422" : "MONOCHROME2");
        dataset.AddOrUpdate(DicomTag.LossyImageCompression, "01");
        ReadOnlyMemory<byte> fragment = jpeg.Length % 2 == 0 ? jpeg : (byte[])[.. jpeg, 0];
        dataset.AddOrUpdate(DicomFragmentSequence.InMemory(DicomTag.PixelData, DicomVR.OB, [ReadOnlyMemory<byte>.Empty, fragment]));
    }

    private static void Describe(DicomDatasetBuilder dataset, DicomBitmap bitmap, string photometric)
    {
        Number(DicomTag.Rows, bitmap.Height);
        Number(DicomTag.Columns, bitmap.Width);
        Number(DicomTag.SamplesPerPixel, bitmap.Channels);
        Number(DicomTag.BitsAllocated, bitmap.BitsPerSample);
        Number(DicomTag.BitsStored, bitmap.BitsPerSample);
        Number(DicomTag.HighBit, bitmap.BitsPerSample - 1);
        Number(DicomTag.PixelRepresentation, 0);
        if (bitmap.Channels == 3) Number(DicomTag.PlanarConfiguration, 0);
        dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, photometric);

        void Number(DicomTag tag, int value) => dataset.AddOrUpdate(tag, DicomVR.US, value.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteDocument(DicomDatasetBuilder dataset, string sopClass, string mediaType, string modality, byte[] document)
    {
        dataset.AddOrUpdate(DicomTag.SOPClassUID, sopClass);
        dataset.AddOrUpdate(DicomTag.ConversionType, "WSD");
        if (!dataset.Contains(DicomTag.Modality)) dataset.AddOrUpdate(DicomTag.Modality, modality);
        dataset.AddOrUpdate(DicomTag.MIMETypeOfEncapsulatedDocument, mediaType);
        dataset.AddOrUpdate(DicomTag.EncapsulatedDocument, DicomVR.OB, document);
    }
}
