using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>The C interface of CharLS 2.1 and later. Functions answer 0 or an error.</summary>
internal static unsafe partial class CharLs
{
    public const int InterleaveNone = 0;
    public const int InterleaveLine = 1;
    public const int DestinationTooSmall = 3;

    public static readonly CodecLibrary Installed = new(Library, "libcharls2", "JPEG-LS");

    private const string Library = "libcharls.so.2";

    [StructLayout(LayoutKind.Sequential)]
    public struct FrameInfo
    {
        public uint Width;
        public uint Height;
        public int BitsPerSample;
        public int ComponentCount;
    }

    /// <exception cref="DicomCodecException">The answer is an error.</exception>
    public static void Check(int answer)
    {
        if (answer != 0)
            throw new DicomCodecException($"CharLS refuses the JPEG-LS frame: {Marshal.PtrToStringUTF8(ErrorMessage(answer))}");
    }

    [LibraryImport(Library, EntryPoint = "charls_get_error_message")]
    private static partial nint ErrorMessage(int error);

    public sealed class Decoder() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            DestroyDecoder(handle);
            return true;
        }
    }

    public sealed class Encoder() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            DestroyEncoder(handle);
            return true;
        }
    }

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_create")]
    public static partial Decoder CreateDecoder();

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_destroy")]
    private static partial void DestroyDecoder(nint decoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_set_source_buffer")]
    public static partial int SetSource(Decoder decoder, byte* source, nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_read_header")]
    public static partial int ReadHeader(Decoder decoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_frame_info")]
    public static partial int GetFrameInfo(Decoder decoder, out FrameInfo info);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_interleave_mode")]
    public static partial int GetInterleaveMode(Decoder decoder, out int mode);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_get_destination_size")]
    public static partial int GetDestinationSize(Decoder decoder, uint stride, out nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_decoder_decode_to_buffer")]
    public static partial int Decode(Decoder decoder, byte* destination, nuint length, uint stride);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_create")]
    public static partial Encoder CreateEncoder();

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_destroy")]
    private static partial void DestroyEncoder(nint encoder);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_frame_info")]
    public static partial int SetFrameInfo(Encoder encoder, in FrameInfo info);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_near_lossless")]
    public static partial int SetNearLossless(Encoder encoder, int near);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_interleave_mode")]
    public static partial int SetInterleaveMode(Encoder encoder, int mode);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_get_estimated_destination_size")]
    public static partial int GetEstimatedSize(Encoder encoder, out nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_set_destination_buffer")]
    public static partial int SetDestination(Encoder encoder, byte* destination, nuint length);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_encode_from_buffer")]
    public static partial int Encode(Encoder encoder, byte* source, nuint length, uint stride);

    [LibraryImport(Library, EntryPoint = "charls_jpegls_encoder_get_bytes_written")]
    public static partial int GetBytesWritten(Encoder encoder, out nuint length);
}
