namespace EventDicom.Benchmarks.Scenarios;

/// <summary>The scenarios by the names that the command line knows, in the order in which one needs what another left.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<(string Name, Func<Plan, IEnumerable<Step>> Steps)> All { get; } =
    [
        ("upload", Upload.First),
        ("reupload", Upload.Again),
        ("read", Read.Resources),
        ("preview", Read.Previews),
        ("rendered", Read.Renderings),
        ("list", Listing.Steps),
        ("find", Finding.Steps),
        ("changes", Changes.Paging),
        ("visible", Changes.Visibility),
        ("archive", Studies.Archives),
        ("anonymize", Studies.Anonymizing),
        ("modify", Studies.Modifying),
        ("replace", Studies.Replacing),
        ("delete", Studies.Deleting),
    ];
}
