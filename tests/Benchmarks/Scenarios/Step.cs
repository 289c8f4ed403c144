using EventDicom.Benchmarks.Http;
using EventDicom.Benchmarks.Measuring;

namespace EventDicom.Benchmarks.Scenarios;

/// <summary>One row to measure, on each server in turn.</summary>
/// <param name="Scenario">The row's name.</param>
/// <param name="Connections">Connections that work at the same time.</param>
/// <param name="Measure">Checks first that the server gives the right answer at all, throwing <see cref="RefusedException"/>, then
/// measures.</param>
internal sealed record Step(string Scenario, int Connections, Func<Target, Load, Measurement> Measure);
