using System.Net.Sockets;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Domain;
using JasperFx;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EventDicom.Api.Tests.Errors;

public sealed class TranslatingExceptions
{
    [Fact]
    public void takes_a_refused_connection_for_an_unavailable_database()
    {
        var failure = Failure.Of(new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)));
        failure.Error.ShouldBe(OrthancError.DatabaseUnavailable);
        failure.HttpStatus.ShouldBe(503);
        failure.RetryAfter.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task takes_a_database_that_is_not_there_for_an_unavailable_one()
    {
        await using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        var exception = await Should.ThrowAsync<NpgsqlException>(async () => await source.OpenConnectionAsync());
        Failure.Of(exception).Error.ShouldBe(OrthancError.DatabaseUnavailable);
    }

    [Theory]
    [InlineData("40001", OrthancError.DatabaseCannotSerialize, 503)]
    [InlineData("40P01", OrthancError.DatabaseCannotSerialize, 503)]
    [InlineData("53100", OrthancError.FullStorage, 507)]
    [InlineData("53300", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("57P01", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("57P03", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("08006", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("3D000", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("28P01", OrthancError.DatabaseUnavailable, 503)]
    [InlineData("42601", OrthancError.InternalError, 500)]
    public void reads_what_PostgreSQL_says(string state, OrthancError error, int status)
    {
        var failure = Failure.Of(new PostgresException("", "ERROR", "ERROR", state));
        failure.Error.ShouldBe(error);
        failure.HttpStatus.ShouldBe(status);
    }

    [Fact]
    public void takes_a_lost_race_between_writers_for_a_failed_serialization() =>
        Failure.Of(new ConcurrencyException(typeof(string), "x")).Error.ShouldBe(OrthancError.DatabaseCannotSerialize);

    [Fact]
    public void takes_a_full_disk_for_full_storage()
    {
        var failure = Failure.Of(new IOException("No space left on device", 28));
        failure.Error.ShouldBe(OrthancError.FullStorage);
        failure.HttpStatus.ShouldBe(507);
    }

    [Fact]
    public void does_not_take_every_failure_of_input_and_output_for_a_full_disk() =>
        Failure.Of(new IOException("Broken pipe", 32)).ShouldBe(new(OrthancError.InternalError, 500, Unexpected: true));

    [FactOnLinux]
    public void recognizes_a_full_disk_as_the_runtime_reports_it()
    {
        var exception = Should.Throw<IOException>(() => File.WriteAllBytes("/dev/full", new byte[10]));
        Failure.Of(exception).Error.ShouldBe(OrthancError.FullStorage);
    }

    [Fact]
    public void keeps_the_status_of_a_bad_request()
    {
        var failure = Failure.Of(new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge));
        failure.HttpStatus.ShouldBe(413);
        failure.Error.ShouldBe(OrthancError.BadRequest);
    }

    [Fact]
    public void looks_for_the_cause_behind_its_wrappers() =>
        Failure.Of(new InvalidOperationException("", new AggregateException(new OrthancException(OrthancError.Revision)))).Error
            .ShouldBe(OrthancError.Revision);

    [Theory]
    [InlineData(OrthancError.BadRequest, 400)]
    [InlineData(OrthancError.UnknownResource, 404)]
    [InlineData(OrthancError.FullStorage, 507)]
    [InlineData(OrthancError.DatabaseUnavailable, 503)]
    public void words_a_refusal_of_the_domain(OrthancError error, int status) =>
        Failure.Of(new Refused(error, "because")).ShouldBe(new(error, status, "because"));

    private sealed class FactOnLinuxAttribute : FactAttribute
    {
        public FactOnLinuxAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs a device that is always full";
    }
}
