namespace EventDicom.Dicom;

/// <summary>How the samples of a frame were coded, always with Huffman codes.</summary>
internal enum JpegProcess
{
    Sequential,
    Progressive,
    Lossless,
}
