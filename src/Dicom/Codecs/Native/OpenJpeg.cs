using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>The C interface of OpenJPEG 2.5 on 64-bit systems. Functions answer whether they succeeded.</summary>
internal static unsafe partial class OpenJpeg
{
    /// <summary>A raw codestream, as DICOM has it.</summary>
    public const int Codestream = 0;

    public const int ColorSpaceRgb = 1;
    public const int ColorSpaceGray = 2;

    /// <summary>Room for the parameters of decoder (8252 bytes in version 2.5) and encoder (18720), of which only few are set.</summary>
    public const int ParametersSize = 32 * 1024;

    public static readonly CodecLibrary Installed = new(Library, "libopenjp2-7", "JPEG 2000");

    private const string Library = "libopenjp2.so.7";

    /// <summary>opj_image_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Image
    {
        public uint X0;
        public uint Y0;
        public uint X1;
        public uint Y1;
        public uint ComponentCount;
        public int ColorSpace;
        public Component* Components;
        public byte* IccProfile;
        public uint IccProfileLength;
    }

    /// <summary>opj_image_comp_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Component
    {
        public uint Dx;
        public uint Dy;
        public uint Width;
        public uint Height;
        public uint X0;
        public uint Y0;
        public uint Precision;
        public uint BitsPerPixel;
        public uint IsSigned;
        public uint ResolutionsDecoded;
        public uint Factor;
        public int* Data;
        public ushort Alpha;
    }

    /// <summary>opj_image_cmptparm_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ComponentParameters
    {
        public uint Dx;
        public uint Dy;
        public uint Width;
        public uint Height;
        public uint X0;
        public uint Y0;
        public uint Precision;
        public uint BitsPerPixel;
        public uint IsSigned;
    }

    /// <summary>The members of opj_cparameters_t that are set; the rest has the defaults of the library.</summary>
    [StructLayout(LayoutKind.Explicit, Size = ParametersSize)]
    public struct EncoderParameters
    {
        [FieldOffset(20)] public int AllocatesByRate;
        [FieldOffset(4796)] public int LayerCount;
        [FieldOffset(4800)] public float Ratio;
        [FieldOffset(5600)] public int ResolutionCount;
        [FieldOffset(5616)] public int IsIrreversible;
        [FieldOffset(18698)] public byte TransformsColor;
    }

    public sealed class Codec() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            DestroyCodec(handle);
            return true;
        }
    }

    [LibraryImport(Library, EntryPoint = "opj_create_decompress")]
    public static partial Codec CreateDecoder(int format);

    [LibraryImport(Library, EntryPoint = "opj_create_compress")]
    public static partial Codec CreateEncoder(int format);

    [LibraryImport(Library, EntryPoint = "opj_destroy_codec")]
    private static partial void DestroyCodec(nint codec);

    [LibraryImport(Library, EntryPoint = "opj_codec_set_threads")]
    public static partial int SetThreads(Codec codec, int count);

    [LibraryImport(Library, EntryPoint = "opj_set_default_decoder_parameters")]
    public static partial void SetDefaultDecoderParameters(byte* parameters);

    [LibraryImport(Library, EntryPoint = "opj_setup_decoder")]
    public static partial int SetUpDecoder(Codec codec, byte* parameters);

    [LibraryImport(Library, EntryPoint = "opj_read_header")]
    public static partial int ReadHeader(nint stream, Codec codec, out Image* image);

    [LibraryImport(Library, EntryPoint = "opj_decode")]
    public static partial int Decode(Codec codec, nint stream, Image* image);

    [LibraryImport(Library, EntryPoint = "opj_set_default_encoder_parameters")]
    public static partial void SetDefaultEncoderParameters(EncoderParameters* parameters);

    [LibraryImport(Library, EntryPoint = "opj_setup_encoder")]
    public static partial int SetUpEncoder(Codec codec, EncoderParameters* parameters, Image* image);

    [LibraryImport(Library, EntryPoint = "opj_start_compress")]
    public static partial int StartCompress(Codec codec, Image* image, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_encode")]
    public static partial int Encode(Codec codec, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_end_compress")]
    public static partial int EndCompress(Codec codec, nint stream);

    [LibraryImport(Library, EntryPoint = "opj_image_create")]
    public static partial Image* CreateImage(uint count, ComponentParameters* components, int colorSpace);

    [LibraryImport(Library, EntryPoint = "opj_image_destroy")]
    public static partial void DestroyImage(Image* image);

    [LibraryImport(Library, EntryPoint = "opj_stream_create")]
    public static partial nint CreateStream(nuint bufferSize, int isInput);

    [LibraryImport(Library, EntryPoint = "opj_stream_destroy")]
    public static partial void DestroyStream(nint stream);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_read_function")]
    public static partial void SetRead(nint stream, delegate* unmanaged<byte*, nuint, void*, nuint> read);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_write_function")]
    public static partial void SetWrite(nint stream, delegate* unmanaged<byte*, nuint, void*, nuint> write);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_skip_function")]
    public static partial void SetSkip(nint stream, delegate* unmanaged<long, void*, long> skip);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_seek_function")]
    public static partial void SetSeek(nint stream, delegate* unmanaged<long, void*, int> seek);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_user_data")]
    public static partial void SetUserData(nint stream, void* data, delegate* unmanaged<void*, void> free);

    [LibraryImport(Library, EntryPoint = "opj_stream_set_user_data_length")]
    public static partial void SetUserDataLength(nint stream, ulong length);
}
