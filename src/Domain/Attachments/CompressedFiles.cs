using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Attachments;

/// <summary>
/// Lets every reader of files read compressed ones, by the address and the length of their content. A file that lies in the store as it
/// came is opened as ever; only where there is none the form of the instance's file is asked for.
/// </summary>
public sealed class CompressedFiles(IStoredForms forms)
{
    /// <inheritdoc cref="IBlobStore.Open"/>
    public Stream Open(IBlobStore store, StoredFile file, bool verify)
    {
        try
        {
            return store.Open(file, verify);
        }
        catch (DamagedFileException missing) when (MayBeCompressed(file, missing))
        {
            if (forms.FormOf(file.Instance) is not { } form) throw;
            // Brought into its own form again meanwhile.
            if (!form.IsCompressed) return store.Open(file, verify);

            var compressed = Compressed(file, form);
            return new InflatedStream(store.Open(compressed, verify), compressed, form.Size,
                file.Size ?? throw new ArgumentException("Nobody knows how long the content is", nameof(file)));
        }
    }

    /// <inheritdoc cref="IBlobStore.Check"/>
    public void Check(IBlobStore store, StoredFile file, ReadOnlyMemory<byte>? bytes = null)
    {
        try
        {
            store.Check(file, bytes);
        }
        catch (DamagedFileException missing) when (MayBeCompressed(file, missing))
        {
            if (forms.FormOf(file.Instance) is not { } form) throw;
            // Where the compressed bytes are what was written, so is what they inflate to.
            if (form.IsCompressed) store.Check(Compressed(file, form));
            else store.Check(file, bytes);
        }
    }

    private static bool MayBeCompressed(StoredFile file, DamagedFileException missing) =>
        missing.Error == OrthancError.InexistentFile && file.Level == ResourceLevel.Instance;

    private static StoredFile Compressed(StoredFile file, StoredForm form) => file with { Sha256 = form.Sha256, Size = form.FileSize };
}
