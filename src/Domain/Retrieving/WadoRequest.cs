using EventDicom.Domain.DicomWeb;

namespace EventDicom.Domain.Retrieving;

/// <summary>One request of WADO-RS (PS3.18 section 10.4). Jobs keep it: a member that is added must have a default.</summary>
/// <param name="Uri">Below the root of the server's DICOMweb, with the arguments.</param>
/// <param name="Resource">What it asks for, and nothing else is taken; <c>null</c> where that cannot be told.</param>
public sealed record WadoRequest(string Uri, UidPath? Resource);

/// <summary>What came in answer to a request of WADO-RS.</summary>
/// <param name="Bytes">Of the answer, whatever of it was stored.</param>
public sealed record WadoRetrieved(int Instances, long Bytes);
