using EventDicom.Api.Configuration;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Identity;
using Npgsql;

namespace EventDicom.Api.Hosting;

/// <summary>
/// Before a server touches anything: sees that database and folder of files belong together, and gives both the same identity
/// when they are new.
/// </summary>
/// <param name="connectionString">Of the database that holds the events.</param>
/// <param name="isOwn">Whether that is the server's own, in its data folder.</param>
public sealed class ArchiveOpening(string connectionString, bool isOwn, string blobFolder)
{
    // Enough to tell an archive that lost a file from the folder of another one.
    private const int FilesAsked = 100;

    private readonly BlobFolderIdentity _folder = new(blobFolder);
    private readonly ArchiveDatabase _database = new(connectionString);

    private ArchiveFit Fit => new(NameOf(connectionString, isOwn), $"The folder {_folder.Folder}");

    /// <summary>The same for a database that would have to be made: there is none in the data folder.</summary>
    /// <exception cref="StartRefusedException">The folder is full of files already.</exception>
    public static void DemandEmptyFolder(EventDicomOptions options, string dataFolder)
    {
        var folder = new BlobFolderIdentity(options.BlobFolderIn(dataFolder));
        new ArchiveFit(NameOf("", isOwn: true), $"The folder {folder.Folder}")
            .Judge(DatabaseIdentity.None, new(folder.Read(), folder.HoldsFiles()));
    }

    /// <exception cref="StartRefusedException">They do not belong together; nothing was touched.</exception>
    public async Task OpenAsync(ILogger logger, CancellationToken ct)
    {
        var database = await _database.ReadAsync(ct);
        var archive = _folder.Read();
        // As at nearly every start, without a look at the files.
        if (database.Archive is { } known && known == archive && database.Format == ArchiveDatabase.Format) return;

        var folder = new FolderFindings(archive, _folder.HoldsFiles());
        if (Fit.Judge(database, folder) is null)
        {
            var named = await _database.NamedFilesAsync(FilesAsked, ct);
            var files = new FilesFound(named.Count, named.Count(_folder.Holds));
            Fit.Judge(database, folder, files);
            if (files.Found < files.Asked) Log.FilesMissing(logger, files.Asked - files.Found, files.Asked, _folder.Folder);
        }

        // The folder first: a start that ends in between leaves a folder of nobody's files, which the next one takes.
        var identity = _folder.Give(database.Archive ?? archive ?? Guid.NewGuid());
        var given = await _database.GiveAsync(identity, ct);
        if (given != identity) Fit.Judge(database with { Archive = given }, folder with { Archive = identity });
    }

    /// <summary>Declares that folder and database belong together, whatever they said so far.</summary>
    /// <returns>What was done, for the operator.</returns>
    public async Task<string> AdoptAsync(CancellationToken ct)
    {
        var database = await _database.ReadAsync(ct);
        if (database.Format > ArchiveDatabase.Format) Fit.Judge(database, new(null, false));
        var named = database.HasEvents ? await _database.NamedFilesAsync(FilesAsked, ct) : [];
        var was = (Folder: _folder.Read(), Database: database.Archive);
        var archive = Guid.NewGuid();
        await _database.ReplaceAsync(archive, ct);
        _folder.Replace(archive);
        return $"{Fit.FolderName} (until now {Name(was.Folder)}) and {char.ToLowerInvariant(Fit.DatabaseName[0])}{Fit.DatabaseName[1..]} "
            + $"(until now {Name(was.Database)}) are one archive from now on, {archive}. "
            + $"Of the {named.Count} files that were stored last the folder holds {named.Count(_folder.Holds)}; files that no event names "
            + $"count as not needed from the next start on.";
    }

    private static string Name(Guid? archive) => archive?.ToString() ?? "without identity";

    private static string NameOf(string connectionString, bool isOwn)
    {
        if (isOwn) return "The server's own database";
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        return $"The database {target.Database ?? target.Username} on {target.Host}";
    }
}
