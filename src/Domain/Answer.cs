using System.Diagnostics.CodeAnalysis;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain;

/// <summary>No: the one form in which a rule or a reader turns a request down. The edge writes it as Orthanc does; a job fails with
/// it.</summary>
/// <param name="Details">For the client; <c>null</c> where the error says it all.</param>
public sealed record Refused(OrthancError Error, string? Details = null)
{
    /// <summary>The details, or the name of the error where there are none.</summary>
    public string Reason => Details ?? Error.ToString();

    /// <summary>What programs can read of the reason; <c>null</c> for nothing.</summary>
    public ErrorPayload? Payload { get; init; }
}

/// <summary>What was asked for, or why it is refused. Exceptions are left for what nobody foresaw.</summary>
public class Answer<T>
{
    private readonly T? _value;

    public Answer(T value) => _value = value;

    public Answer(Refused refused) => Refused = refused;

    /// <summary><c>null</c> for a yes.</summary>
    public Refused? Refused { get; }

    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public T Value => Refused is null ? _value!
        : throw new InvalidOperationException($"Refused with error {Refused.Error}: {Refused.Details}");

    /// <summary>For the usual way on: <c>if (answer.IsRefused(out var refused, out var value)) return refused;</c></summary>
    public bool IsRefused([NotNullWhen(true)] out Refused? refused, [MaybeNullWhen(true)] out T value)
    {
        (refused, value) = (Refused, _value);
        return refused is not null;
    }

    public static implicit operator Answer<T>(T value) => new(value);

    public static implicit operator Answer<T>(Refused refused) => new(refused);
}
