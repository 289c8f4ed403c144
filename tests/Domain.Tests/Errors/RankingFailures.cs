using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;
using JasperFx;
using Npgsql;

namespace EventDicom.Domain.Tests.Errors;

/// <summary>What may be over when the same is tried again, what stays, and what nobody foresaw.</summary>
public sealed class RankingFailures
{
    private static readonly StoredFile s_file = new("i", new string('a', 64), 10);

    public static TheoryData<Exception, OrthancError?, bool> Failures => new()
    {
        { new NpgsqlException("", new IOException("Broken pipe")), OrthancError.DatabaseUnavailable, true },
        { new PostgresException("", "FATAL", "FATAL", "57P01"), OrthancError.DatabaseUnavailable, true },
        { new PostgresException("", "FATAL", "FATAL", "28P01"), OrthancError.DatabaseUnavailable, true },
        { new PostgresException("", "ERROR", "ERROR", "53100"), OrthancError.FullStorage, true },
        { new PostgresException("", "ERROR", "ERROR", "40001"), OrthancError.DatabaseCannotSerialize, true },
        { new ConcurrencyException(typeof(string), "x"), OrthancError.DatabaseCannotSerialize, true },
        { new PostgresException("", "ERROR", "ERROR", "26000"), OrthancError.DatabaseUnavailable, true },
        { new PostgresException("", "ERROR", "ERROR", "42601"), null, false },
        { new DiskReserveException(), OrthancError.FullStorage, true },
        { new IOException("No space left on device", 28), OrthancError.FullStorage, true },
        { new IOException("Input/output error", 5), OrthancError.InternalError, true },
        { new FileNotFoundException(), null, false },
        { DamagedFileException.Missing(s_file), OrthancError.InexistentFile, false },
        { DamagedFileException.OfLength(s_file, 3), OrthancError.CorruptedFile, false },
        { new EndOfStreamException(), OrthancError.CorruptedFile, false },
        { new MemoryBusyException(), OrthancError.NotEnoughMemory, true },
        { new NotEnoughMemoryException(1), OrthancError.NotEnoughMemory, false },
        { new InvalidOperationException(), null, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void tells_what_may_pass_whatever_is_wrapped_around_it(Exception failure, OrthancError? error, bool passes)
    {
        foreach (var told in new[] { failure, new InvalidOperationException("", new AggregateException(failure)) })
        {
            (KnownFailure.Of(told)?.Error).ShouldBe(error);
            KnownFailure.IsTransientFailure(told).ShouldBe(passes);
        }
    }
}
