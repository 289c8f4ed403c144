using EventDicom.Projections.Identity;

namespace EventDicom.Api.Hosting;

/// <summary>What is found in the folder of the files.</summary>
/// <param name="Archive">Its identity; <c>null</c> where it has none.</param>
/// <param name="HoldsFiles">Whether there is any file of an instance.</param>
public sealed record FolderFindings(Guid? Archive, bool HoldsFiles);

/// <summary>Some of the files that the events of a database name.</summary>
/// <param name="Asked">How many were looked for.</param>
/// <param name="Found">How many of them the folder holds.</param>
public readonly record struct FilesFound(int Asked, int Found);

/// <summary>
/// Whether a database and a folder of files belong together. Where they do not, a server that started would take every file for
/// one that nothing needs, or answer with lists of files that it does not have.
/// </summary>
/// <param name="DatabaseName">How to name the database to the operator.</param>
/// <param name="FolderName">How to name the folder to the operator.</param>
public sealed record ArchiveFit(string DatabaseName, string FolderName)
{
    private const string Way = "'./run adopt [CONFIG]' declares that they belong together";

    /// <summary>Decides with what can be had without looking at single files.</summary>
    /// <returns>Whether they belong together; <c>null</c> when that depends on files, to be asked with
    /// <see cref="Judge(DatabaseIdentity, FolderFindings, FilesFound)"/>.</returns>
    /// <exception cref="StartRefusedException">They do not, or the database is newer than this program.</exception>
    public bool? Judge(DatabaseIdentity database, FolderFindings folder)
    {
        if (database.Format > ArchiveDatabase.Format)
        {
            throw new StartRefusedException(
                $"{DatabaseName} was written by EventDicom {database.Program}, which is newer than this program: it holds events that "
                + $"this one cannot read. Start that version or a newer one.");
        }

        if (database.Archive is { } one && folder.Archive is { } other)
        {
            if (one == other) return true;
            throw new StartRefusedException(
                $"{FolderName} holds the files of another archive ({other}) than {DatabaseName} ({one}). Correct "
                + $"\"EventDicom.ConnectionString\" or \"EventDicom.BlobFolder\"; {Way}.");
        }

        if (!database.HasEvents)
        {
            if (folder.HoldsFiles)
            {
                throw new StartRefusedException(
                    $"{FolderName} holds files, but {DatabaseName} is empty: to it, nothing needs them. Correct "
                    + $"\"EventDicom.ConnectionString\", bring the database back (in a data folder it is the folder \"postgres\"), or "
                    + $"restore a backup into an empty folder; {Way}.");
            }
            // A folder that no file was put into yet belongs to whom it says, or to nobody. But a database that was given away keeps its
            // folder.
            if (database.Archive is null) return true;
            throw Elsewhere("is empty or missing");
        }

        if (!folder.HoldsFiles && database.Archive is not null) throw Elsewhere("is empty or missing");
        return null;
    }

    /// <summary>Decides by files, where at least one side has no identity and the database has events: it was made before there were
    /// identities, or only a part was copied.</summary>
    /// <exception cref="StartRefusedException">They do not belong together.</exception>
    public bool Judge(DatabaseIdentity database, FolderFindings folder, FilesFound files)
    {
        if (Judge(database, folder) is { } certain) return certain;
        if (files.Asked == 0) return true;
        if (files.Found > 0) return true;
        throw Elsewhere(folder.HoldsFiles ? "holds other files" : "is empty or missing");
    }

    private StartRefusedException Elsewhere(string found) => new(
        $"{DatabaseName} belongs to an archive whose files are elsewhere: {FolderName} {found}. Set \"EventDicom.BlobFolder\" to their "
        + $"folder (servers that share a database share it too), or put them back; {Way}, without the missing files.");
}
