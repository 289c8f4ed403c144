namespace EventDicom.Domain.Resources;

/// <summary>Where clients find a resource. The edge that has the routes says so.</summary>
public delegate string PublicPath(ResourceLevel level, OrthancId id);
