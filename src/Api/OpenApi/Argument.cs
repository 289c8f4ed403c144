namespace EventDicom.Api.OpenApi;

/// <summary>One argument of the query, or one parameter of the path.</summary>
public sealed record Argument(string Name, Shape Shape, string Meaning)
{
    public static readonly Argument Expand = new("expand", Shape.Flag.By(false), "Answer what each of them is, not only its name");
    public static readonly Argument IgnoreLength = new("ignore-length", Shape.Text,
        "Tags whose values are shown whatever their length, separated by commas");
    public static readonly Argument RequestedTags = new("requestedTags", Shape.Text,
        "Further tags to show, by name or number, separated by semicolons");
    public static readonly Argument FileName = new("filename", Shape.Text, "What the answer is to be called when it is saved");
    public static readonly Argument Transcode = new("transcode", Shape.Text,
        "The UID of the transfer syntax that files are to be converted to");
    public static readonly Argument LossyQuality = new("lossy-quality", Shape.Whole, "The quality of lossy JPEG, from 1 to 100");
    public static readonly Argument Extended = new("extended", Shape.Flag.By(false),
        "Write the DICOMDIR of a media with tags of type 3, too");

    /// <summary>The three shapes of tags.</summary>
    public static readonly Argument[] Format =
    [
        new("simplify", Shape.Flag.By(false), "Show tags by their names, with their values alone"),
        new("short", Shape.Flag.By(false), "Show tags by their numbers, with their values alone"),
        new("full", Shape.Flag.By(false), "Show tags by their numbers, with name, type and value"),
    ];
}
