using System.Globalization;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary>What the routes below a query have in common.</summary>
public abstract class QueryEndpoint(RemoteQueries queries) : OrthancEndpoint
{
    /// <summary>The query that the route names.</summary>
    /// <exception cref="OrthancException">Error 17: there is none, or none any more.</exception>
    protected RemoteQuery Named => queries.Find(Name) ?? throw new OrthancException(OrthancError.UnknownResource);

    /// <summary>The answer that the route names, by its place.</summary>
    /// <exception cref="OrthancException">Error 5: that is no number. Error 3: there are not so many.</exception>
    protected int IndexIn(RemoteQuery query)
    {
        if (!int.TryParse(Route<string>("index"), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new OrthancException(OrthancError.BadParameterType, "The number of the answer is none");
        return index < query.Answers.Count ? index : throw new OrthancException(OrthancError.ParameterOutOfRange);
    }
}
