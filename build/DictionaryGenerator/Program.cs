// Writes src/Dicom/Dictionary/*.g.cs from facts that are not in this repository: the data dictionary and the storage
// SOP classes of the standard as JSON (attributes.json, sops.json), and DCMTK's dictionaries (dicom.dic, private.dic)
// for the names that Orthanc shows. Run it again when a new edition of the standard is out:
//
//   dotnet run --project build/DictionaryGenerator -- <folder of the JSON files> <folder of the .dic files> src/Dicom/Dictionary
using EventDicom.DictionaryGenerator;

if (args is not [var standard, var dcmtk, var output])
{
    Console.Error.WriteLine("Arguments: <folder of attributes.json and sops.json> <folder of dicom.dic and private.dic> <output folder>");
    return 2;
}

var attributes = StandardFiles.ReadAttributes(Path.Combine(standard, "attributes.json"));
var names = DcmtkFiles.ReadPublic(Path.Combine(dcmtk, "dicom.dic"));
var merged = PublicDictionary.Merge(attributes, names);
var privateElements = DcmtkFiles.ReadPrivate(Path.Combine(dcmtk, "private.dic"));
var uids = UidRegistry.Read(Path.Combine(AppContext.BaseDirectory, "uids.tsv"),
    StandardFiles.ReadSopClasses(Path.Combine(standard, "sops.json")));

var codes = new ValueCodes();
File.WriteAllText(Path.Combine(output, "DicomTag.g.cs"), TagMembers.Write(merged));
File.WriteAllText(Path.Combine(output, "StandardTable.g.cs"), StandardTable.Write(merged, codes));
File.WriteAllText(Path.Combine(output, "PrivateTable.g.cs"), PrivateTable.Write(privateElements, codes));
File.WriteAllText(Path.Combine(output, "ValueTable.g.cs"), codes.Write());
File.WriteAllText(Path.Combine(output, "DicomUID.g.cs"), UidRegistry.WriteMembers(uids));
File.WriteAllText(Path.Combine(output, "UidTable.g.cs"), UidRegistry.WriteTable(uids));
Console.WriteLine($"{merged.Count} public elements, {privateElements.Count} private ones, {uids.Count} UIDs");
return 0;
