using System.Text.RegularExpressions;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Blobs;

/// <summary>The decision record lists everything that removes bytes or rows, with what it asks before and a test of that: a new place must
/// take its line there.</summary>
public sealed partial class ListingWhatRemoves
{
    private static readonly string s_root = SourceFolder.Root;

    private static readonly IReadOnlyList<string> s_named = [.. Quoted()
        .Matches(File.ReadAllText(Path.Combine(s_root, "docs", "decisions", "020-what-removes.md")))
        .Select(match => match.Groups[1].Value)];

    [Fact]
    public void names_every_class_that_removes()
    {
        var removing = SourcesIn("src").Where(file => Removes().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToList();

        removing.Count.ShouldBeGreaterThan(15);
        removing.Except(s_named).ShouldBeEmpty();
    }

    [Fact]
    public void names_tests_that_are_there()
    {
        var tests = SourcesIn("tests").GroupBy(file => Path.GetFileName(file).Split('.')[0])
            .ToDictionary(test => test.Key, test => string.Concat(test.Select(File.ReadAllText)));

        var named = s_named.Where(name => TestName().IsMatch(name)).ToList();

        named.Count.ShouldBeGreaterThan(20);
        foreach (var test in named.Select(name => name.Split('.')))
            tests.GetValueOrDefault(test[0], "")
                .ShouldContain($" {test[1]}(", Case.Sensitive, $"{test[0]}.{test[1]} is named in the record");
    }

    private static IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(s_root, file).Split(Path.DirectorySeparatorChar)
            .Any(part => part is "obj" or "bin" or "Generated"));

    [GeneratedRegex(
        @"(File|Directory)\.Delete\(|\.Delete\(\);|\.Delete\(saga\)|\.Delete<|DeleteWhere<|delete from |drop (table|schema)|\btruncate ",
        RegexOptions.IgnoreCase)]
    private static partial Regex Removes();

    [GeneratedRegex(@"`([A-Za-z_.]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Z][A-Za-z]+\.[a-z][a-z_]+$")]
    private static partial Regex TestName();
}
