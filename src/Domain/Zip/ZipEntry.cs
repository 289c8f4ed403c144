namespace EventDicom.Domain.Zip;

/// <summary>One line of the directory of a ZIP archive (APPNOTE 4.3.12).</summary>
/// <param name="Name">As it stands there; it never names a file of ours.</param>
/// <param name="Flags">General purpose bits; bit 0 stands for encryption.</param>
/// <param name="Method">0: stored, 8: deflated.</param>
/// <param name="Crc32">Of the content.</param>
/// <param name="CompressedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes of the content, as the directory says.</param>
/// <param name="Offset">Of the local header, from the start of the archive.</param>
public sealed record ZipEntry(string Name, ushort Flags, ushort Method, uint Crc32, long CompressedSize, long Size, long Offset)
{
    internal const ushort Stored = 0, Deflated = 8;

    // The rest of a longer name says nothing to whoever reads a message.
    private const int LongestShown = 100;

    /// <summary>The name as a message may show it: not longer than a line, without control characters.</summary>
    public string ShownName => string.Concat(Name.Take(LongestShown).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    public bool IsFolder => Name.EndsWith('/') || Name.EndsWith('\\');

    /// <summary>The last part of a path of either kind.</summary>
    public string FileName => Name[(Name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];

    /// <summary>Why the content cannot be read, whatever it is; <c>null</c> if it can.</summary>
    internal string? Refusal =>
        (Flags & 0x41) != 0 ? "it is encrypted"
        : Method is not (Stored or Deflated) ? $"compression method {Method} is not supported"
        : Method == Stored && CompressedSize != Size ? "it is stored, but not with the size of its content"
        : null;
}
