using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>Files and folders in the blob folder that are not the store's own. They are left alone; each is named once in the
/// log.</summary>
/// <param name="folder">The blob folder; names are shown below it.</param>
internal sealed class ForeignFiles(string folder, ILogger logger)
{
    private const int NamedAtMost = 1000;

    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    public void Name(string path)
    {
        if (_named.Count < NamedAtMost && _named.TryAdd(path, true)) Log.ForeignFile(logger, Path.GetRelativePath(folder, path));
    }
}
