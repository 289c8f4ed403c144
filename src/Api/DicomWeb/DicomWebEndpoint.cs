using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb;

/// <summary>What the routes of DICOMweb have in common (PS3.18 section 10): resources are named by their UIDs.</summary>
public abstract class DicomWebEndpoint : OrthancEndpoint
{
    /// <summary>Where the routes are, unless the configuration says otherwise: see <see cref="DicomWebRoutes"/>.</summary>
    internal const string Root = "/dicom-web";

    internal const string OfStudy = $"{Root}/studies/{{study}}";
    internal const string OfSeries = $"{OfStudy}/series/{{series}}";
    internal const string OfInstance = $"{OfSeries}/instances/{{instance}}";

    /// <summary>The study, series or instance of the route.</summary>
    protected UidPath Path => new(Uid("study")!, Uid("series"), Uid("instance"));

    /// <inheritdoc cref="OrthancEndpoint.Describe"/>
    protected RouteDescription DescribeUids(string permission, string summary) => Describe(permission, summary)
        .Where("study", Shape.Text, "StudyInstanceUID").Where("series", Shape.Text, "SeriesInstanceUID")
        .Where("instance", Shape.Text, "SOPInstanceUID");

    /// <summary>404 with the error that Orthanc's plugin gives for UIDs that nothing has.</summary>
    protected static OrthancException Missing(UidPath path) => new(OrthancError.InexistentItem, $"There is no {path.Level} of these UIDs");

    protected static OrthancException Bad(string details) => new(OrthancError.BadRequest, details);

    private string? Uid(string parameter) => HttpContext.Request.RouteValues[parameter] as string;
}
