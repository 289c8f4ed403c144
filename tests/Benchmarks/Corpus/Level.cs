namespace EventDicom.Benchmarks.Corpus;

/// <summary>The level of the DICOM hierarchy whose number decides a patched value.</summary>
internal enum Level
{
    Patient,
    Study,
    Series,
    Instance,
}
