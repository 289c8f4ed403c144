using EventDicom.Api.Configuration;
using EventDicom.Api.Server;
using EventDicom.Domain.Measuring;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventDicom.Api.Metrics;

/// <summary>Sends the steps from each request to its events to a collector of OpenTelemetry's, where one is named. Else nothing of this is
/// loaded.</summary>
internal static class Tracing
{
    // Those of the libraries below us, which each has under its own name.
    private static readonly string[] s_libraries = ["Wolverine", "Marten", "Npgsql"];

    private static readonly string[] s_variables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Whether the configuration names a collector, or OpenTelemetry's own environment variables do.</summary>
    public static bool IsWanted(EventDicomOptions ours, IReadOnlyDictionary<string, string> environment) =>
        ours.Traces.Length > 0 || s_variables.Any(variable => environment.GetValueOrDefault(variable) is { Length: > 0 });

    public static void AddTo(IServiceCollection services, EventDicomOptions ours) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("EventDicom", serviceVersion: ServerIdentity.Version))
        .WithTracing(traces => traces
            .AddSource([Spans.SourceName, .. s_libraries])
            .AddAspNetCoreInstrumentation(requests => requests.Filter = context =>
                !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            .AddOtlpExporter(exporter =>
            {
                if (ours.Traces.Length == 0) return; // it reads the variables itself
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new(ours.Traces);
            }));
}
