using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.Attachments;

public sealed class KeepingTheBytesOfAttachments : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiskBlobStore _store;
    private readonly AttachedFiles _files;

    public KeepingTheBytesOfAttachments()
    {
        _store = new(_folder.Path);
        _files = new(_store);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [InlineData(DiskBlobStore.LargestInMemory - 8, false)]
    [InlineData(900_000, false)]
    [InlineData(900_000, true)]
    public async Task gives_back_what_was_attached_in_either_form(int length, bool compressed)
    {
        var content = Content(length);
        var attachment = await AttachAsync(content, compressed);

        attachment.Size.ShouldBe(length);
        attachment.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        await IsWholeAsync(attachment, content);

        var (file, form) = _files.Reform(attachment);
        using (file) await _store.KeepAsync([file], default);
        var other = attachment with { Form = form };
        form.IsCompressed.ShouldBe(!compressed);
        form.Sha256.ShouldNotBe(attachment.Form.Sha256);
        await IsWholeAsync(other, content);

        var (again, back) = _files.Reform(other);
        again.Dispose();
        back.ShouldBe(attachment.Form);
    }

    [Fact]
    public async Task gives_no_two_of_them_the_same_file()
    {
        var (first, second) = (await AttachAsync(Content(100), compressed: false), await AttachAsync(Content(100), compressed: false));

        first.Md5.ShouldBe(second.Md5);
        first.Form.Sha256.ShouldNotBe(second.Form.Sha256);
        first.Form.Sha256.ShouldNotBe(Convert.ToHexStringLower(SHA256.HashData(Content(100))), "as an instance it would have this one");
    }

    [Fact]
    public async Task reads_what_is_compressed_at_any_position()
    {
        var content = Content(300_000);
        var attachment = await AttachAsync(content, compressed: true);
        using var stream = _files.OpenContent(attachment);
        stream.Length.ShouldBe(content.Length);

        foreach (var position in (int[])[0, 200_000, 200_010, 5, 299_990, 0])
        {
            stream.Position = position;
            var part = new byte[Math.Min(50, content.Length - position)];
            stream.ReadExactly(part);
            part.ShouldBe(content[position..(position + part.Length)]);
        }
        stream.Seek(-1, SeekOrigin.End);
        stream.ReadByte().ShouldBe(content[^1]);
        stream.ReadByte().ShouldBe(-1);
        stream.Position = content.Length + 10;
        stream.ReadByte().ShouldBe(-1);
    }

    [Fact]
    public async Task tells_what_is_damaged()
    {
        foreach (var compressed in (bool[])[false, true])
        {
            var attachment = await AttachAsync(Content(5000), compressed);
            (await _files.IsIntactAsync(attachment, default)).ShouldBeTrue();
            var path = Path.Combine(_folder.Path, attachment.Form.Sha256[..2], attachment.Form.Sha256);
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[30] ^= 0x55;
            await File.WriteAllBytesAsync(path, bytes);

            (await _files.IsIntactAsync(attachment, default)).ShouldBeFalse();
            Should.Throw<DamagedFileException>(() => _files.Reform(attachment)).Error.ShouldBe(OrthancError.CorruptedFile);
            File.Delete(path);
            (await _files.IsIntactAsync(attachment, default)).ShouldBeFalse();
            var missing = Should.Throw<DamagedFileException>(() => _files.OpenContent(attachment));
            missing.Message.ShouldContain("of study resource is missing");
        }
    }

    [Fact]
    public async Task opens_the_files_of_instances_whatever_their_form()
    {
        var content = Content(70_000);
        using var plain = await _store.ReceiveAsync(new MemoryStream(content), default);
        var (file, form) = _files.Compress(plain);
        using (file) await _store.KeepAsync([file], default);
        var instance = new StoredFile("instance", plain.Bytes.Sha256, content.Length);
        form.FileSize.ShouldBe(form.Size, "the file of an instance has no mark");

        using (var stream = new CompressedFiles(new Forms(form)).Open(_store, instance, verify: true))
            Read(stream, content.Length).ShouldBe(content);
        new CompressedFiles(new Forms(form)).Check(_store, instance);
        foreach (var none in (StoredForm?[])[null, form with { IsCompressed = false }])
        {
            Should.Throw<DamagedFileException>(() => new CompressedFiles(new Forms(none)).Open(_store, instance, verify: false))
                .Error.ShouldBe(OrthancError.InexistentFile);
            Should.Throw<DamagedFileException>(() => new CompressedFiles(new Forms(none)).Check(_store, instance))
                .Error.ShouldBe(OrthancError.InexistentFile);
        }

        await _store.KeepAsync([plain], default);
        using (var stream = new CompressedFiles(new Forms(form)).Open(_store, instance, verify: false))
            stream.ShouldBeOfType<FileStream>("nobody is asked");
    }

    private async Task<KeptAttachment> AttachAsync(byte[] content, bool compressed)
    {
        var (file, attached) = await _files.ReceiveAsync(new MemoryStream(content), compressed, default);
        using (file) await _store.KeepAsync([file], default);
        return new(ResourceLevel.Study, "resource", 1024, attached.FileUuid, attached.Size, attached.Md5, attached.Form, 0);
    }

    private async Task IsWholeAsync(KeptAttachment attachment, byte[] content)
    {
        using (var stream = _files.OpenContent(attachment)) Read(stream, attachment.Size).ShouldBe(content);
        using var stored = _files.OpenStored(attachment);
        var bytes = Read(stored, attachment.Form.Size);
        attachment.Form.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(bytes)));
        if (attachment.Form.IsCompressed)
        {
            BinaryPrimitives.ReadInt64LittleEndian(bytes).ShouldBe(content.Length);
            using var inflated = new MemoryStream();
            if (content.Length == 0) bytes.Length.ShouldBe(8);
            else using (var zlib = new ZLibStream(new MemoryStream(bytes[8..]), CompressionMode.Decompress)) zlib.CopyTo(inflated);
            inflated.ToArray().ShouldBe(content);
        }
        else
        {
            bytes.ShouldBe(content);
        }
        (await _files.IsIntactAsync(attachment, default)).ShouldBeTrue();
    }

    private static byte[] Read(Stream stream, long length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Neither all the same nor without any order, so that compressing makes it smaller.
    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)(number * number >> 7))];

    private sealed class Forms(StoredForm? form) : IStoredForms
    {
        public StoredForm? FormOf(string instance) => instance == "instance" ? form : null;
    }
}
