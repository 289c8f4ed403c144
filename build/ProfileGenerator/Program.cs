// Writes src/Domain/Deidentifying/ProfileTable.g.cs from facts that are not in this repository: what each edition of the
// confidentiality profile does to each attribute, as Orthanc applies it (a table of tags, tab separated), and checks the
// newest edition against table E.1-1 of PS3.15 as JSON. Run it again when a new edition is out:
//
//   dotnet run --project build/ProfileGenerator -- <table of profiles> <confidentiality_profile_attributes.json> src/Domain/Deidentifying
using EventDicom.ProfileGenerator;

if (args is not [var profiles, var standard, var output])
{
    Console.Error.WriteLine("Arguments: <table of profiles> <confidentiality_profile_attributes.json> <output folder>");
    return 2;
}

var rows = ProfileRow.ReadAll(profiles);
File.WriteAllText(Path.Combine(output, "ProfileTable.g.cs"), ProfileTable.Write(rows));
foreach (var difference in StandardProfile.Compare(rows, standard)) Console.WriteLine(difference);
Console.WriteLine($"{rows.Count} attributes");
return 0;
