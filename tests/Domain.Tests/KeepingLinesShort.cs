using EventDicom.Support;

namespace EventDicom.Domain.Tests;

/// <summary>What <c>.editorconfig</c> says of lines and no compiler checks.</summary>
public sealed class KeepingLinesShort
{
    private const int Longest = 140;

    private static readonly string[] s_folders = ["build", "src", "tests"];

    [Fact]
    public void no_line_is_longer_than_an_editor_shows()
    {
        var files = s_folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(SourceFolder.Root, folder), "*.cs", SearchOption.AllDirectories));

        files.Where(IsWrittenByHand).SelectMany(TooLong).ShouldBeEmpty();
    }

    private static bool IsWrittenByHand(string file) =>
        !file.EndsWith(".g.cs", StringComparison.Ordinal)
        && !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin" or "Generated");

    private static IEnumerable<string> TooLong(string file)
    {
        var mayHoldLongTexts = file.StartsWith(Path.Combine(SourceFolder.Root, "tests"), StringComparison.Ordinal);
        var (number, isInText) = (0, false);
        foreach (var line in File.ReadLines(file))
        {
            number++;
            // In tests an answer that is compared letter by letter may stand as it comes.
            if (line.Length > Longest && !(mayHoldLongTexts && (isInText || line.Contains('"', StringComparison.Ordinal))))
                yield return $"{file}:{number}: {line.Trim()}";
            if (line.Split("\"\"\"").Length % 2 == 0) isInText = !isInText;
        }
    }
}
