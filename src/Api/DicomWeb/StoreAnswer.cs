using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb;

/// <summary>The answer to a request to store (PS3.18 table 10.5.3-1), as a data set.</summary>
internal static class StoreAnswer
{
    /// <param name="root">Of addresses: see <see cref="DicomWebAddresses"/>.</param>
    public static DicomDataset Of(IReadOnlyList<StoredPart> parts, string root)
    {
        var answer = Builder().AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, DicomEncoding.Latin1.SpecificCharacterSet!);
        var stored = parts.Where(part => part.Path is not null).ToList();
        if (stored is [var first, ..]) answer.AddOrUpdate(DicomTag.RetrieveURL, DicomVR.UR, $"{root}{new UidPath(first.Path!.Study)}");
        answer.AddOrUpdate(new DicomSequence(DicomTag.ReferencedSOPSequence, [.. stored.Select(part =>
            Named(part).AddOrUpdate(DicomTag.RetrieveURL, DicomVR.UR, $"{root}{part.Path}").Build())]));

        var failed = parts.Where(part => part is { Reason: not null, IsNamed: true }).ToList();
        if (failed.Count > 0)
        {
            answer.AddOrUpdate(new DicomSequence(DicomTag.FailedSOPSequence, [.. failed.Select(part =>
                Named(part).AddOrUpdate(DicomTag.FailureReason, DicomVR.US, Text(part.Reason!.Value)).Build())]));
        }
        return answer.Build();
    }

    private static DicomDatasetBuilder Named(StoredPart part) => Builder()
        .AddOrUpdate(DicomTag.ReferencedSOPClassUID, DicomVR.UI, part.SopClassUid!)
        .AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, DicomVR.UI, part.SopInstanceUid!);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DicomDatasetBuilder Builder() => new(encoding: DicomEncoding.Latin1);
}
