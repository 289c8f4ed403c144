namespace EventDicom.Api;

/// <summary>What the program says of itself.</summary>
internal static class Usage
{
    private const string File = "EventDicom.Api.usage.txt"; // build/usage.txt, which the script shows too

    public static string Text
    {
        get
        {
            using var text = new StreamReader(typeof(Usage).Assembly.GetManifestResourceStream(File)!);
            return text.ReadToEnd().TrimEnd();
        }
    }

    public static string Number => typeof(Usage).Assembly.GetName().Version!.ToString(3);

    public static string Version => $"EventDicom {Number}";
}
