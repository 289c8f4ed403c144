using System.Text;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Retrieving;

/// <summary>Writes keys and their values into a data set.</summary>
public static class IdentifierWriter
{
    /// <param name="encoding">In which texts are written that are not ASCII; the data set then says so.</param>
    /// <returns>Refused with error 15 where a value cannot be written.</returns>
    public static Answer<DicomDataset> Write(IReadOnlyDictionary<DicomTag, string> keys, DicomEncoding encoding)
    {
        var isAscii = keys.Values.All(value => Ascii.IsValid(value));
        var used = isAscii ? DicomEncoding.Ascii : encoding.Nameable;
        var builder = new DicomDatasetBuilder(encoding: used);
        foreach (var (tag, value) in keys)
        {
            // What the client says of its texts counts for nothing: here they are Unicode.
            if (tag == DicomTag.SpecificCharacterSet) continue;
            try
            {
                var vr = builder.VROf(tag);
                if (vr == DicomVR.SQ) builder.AddOrUpdate(new DicomSequence(tag, []));
                else if (vr == DicomVR.UN) builder.AddOrUpdate(tag, vr, used.Encode(value, vr));
                else builder.AddOrUpdate(tag, vr, value);
            }
            catch (DicomValueException)
            {
                return new Refused(OrthancError.BadFileFormat, $"Tag {tag} cannot have the value that is asked for");
            }
        }
        if (keys.ContainsKey(DicomTag.SpecificCharacterSet) || !isAscii)
            builder.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, used.SpecificCharacterSet ?? "");
        return builder.Build();
    }
}
