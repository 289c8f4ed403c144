namespace EventDicom.Dicom;

/// <summary>Why a file cannot be read.</summary>
public enum DicomFileError
{
    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Neither a preamble with DICM nor anything that looks like a data set.</summary>
    NotDicom,

    /// <summary>The file ends inside an element other than pixel data.</summary>
    Truncated,

    /// <summary>An element, item or delimiter stands where the standard allows none.</summary>
    Malformed,

    /// <summary>More nested sequences than <see cref="DicomReadOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More elements and items than <see cref="DicomReadOptions.MaxElements"/>, or more inflated bytes than
    /// <see cref="DicomReadOptions.MaxInflatedSize"/>.</summary>
    TooLarge,

    /// <summary>More memory than <see cref="DicomReadOptions.MaxMemory"/>: the file may be all right.</summary>
    TooMuchMemory,

    /// <summary>The deflate stream of the data set is damaged.</summary>
    BadDeflate,

    /// <summary>A value that is not in memory was asked for after the stream that it is read from had been closed.</summary>
    Closed,
}
