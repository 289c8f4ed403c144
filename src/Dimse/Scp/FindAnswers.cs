using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// Writes what was found as C-FIND answers it (PS3.4 section C.4.1.1.3): every key, level, our title and the character set, which is always
/// <c>DefaultEncoding</c>.
/// </summary>
internal sealed class FindAnswers(FindKeys keys, string retrieveAet, DicomEncoding wanted, DicomReadOptions reading)
{
    private const string Online = "ONLINE";

    private readonly DicomEncoding _encoding = wanted.Nameable;

    /// <summary>Copies what is requested out of a file that is about to be closed.</summary>
    public DicomDataset Copy(DicomDataset file, IReadOnlyList<DicomTag> tags)
    {
        var builder = new DicomDatasetBuilder(file);
        builder.RemoveAll(item => !tags.Contains(item.Tag) || item is DicomFragmentSequence or DicomElement { IsSkipped: true });
        builder.ChangeEncoding(_encoding);
        using var bytes = new MemoryStream();
        builder.Build().Write(bytes, DicomTransferSyntax.ExplicitVRLittleEndian);
        return DicomDataset.Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), DicomTransferSyntax.ExplicitVRLittleEndian, reading);
    }

    /// <summary>The data set of one answer, to be read from its start.</summary>
    public MemoryStream Write(Found<DicomDataset> found, DicomTransferSyntax syntax)
    {
        var answer = NewDataset();
        foreach (var key in keys.Returned)
            answer.AddOrUpdate(key is DicomSequence ? new DicomSequence(key.Tag, []) : Empty(key));
        foreach (var (tag, value) in found.Match.Values)
            if (value.Sequence is { } sequence) answer.AddOrUpdate(KeptSequence.Read(
                tag, sequence, reading.Dictionary, NewDataset, (item, inner, text) => Put(item, inner, text ?? "")));
            else Put(answer, tag, value.Text ?? "");
        foreach (var item in found.FromFile ?? Enumerable.Empty<DicomItem>())
            if (answer.Contains(item.Tag)) answer.AddOrUpdate(item);

        if (answer.Contains(DicomTag.InstanceAvailability)) Put(answer, DicomTag.InstanceAvailability, Online);
        answer.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, _encoding.SpecificCharacterSet!);
        answer.AddOrUpdate(DicomTag.QueryRetrieveLevel, DicomVR.CS, QueryLevel.Named(keys.Level));
        answer.AddOrUpdate(DicomTag.RetrieveAETitle, DicomVR.AE, retrieveAet);
        var stream = new MemoryStream();
        answer.Build().Write(stream, syntax);
        stream.Position = 0;
        return stream;
    }

    // Where the peer knows the VR of an attribute and we do not, it gets its own.
    private DicomItem Empty(DicomItem key)
    {
        var known = reading.Dictionary.LookupVR(key.Tag);
        var vr = known == DicomVR.UN || known == DicomVR.SQ ? key.VR : known;
        return NewDataset().AddOrUpdate(key.Tag, vr, ReadOnlyMemory<byte>.Empty).Items[0];
    }

    private static void Put(DicomDatasetBuilder answer, DicomTag tag, string text)
    {
        try
        {
            answer.AddOrUpdate(tag, text);
        }
        catch (DicomValueException)
        {
            // A stored value that is none stays empty.
        }
    }

    private DicomDatasetBuilder NewDataset() => new(DicomTransferSyntax.ExplicitVRLittleEndian, reading, _encoding);
}
