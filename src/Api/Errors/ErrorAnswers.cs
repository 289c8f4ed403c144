using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;
using EventDicom.Domain.Instances;
using Npgsql;

namespace EventDicom.Api.Errors;

/// <summary>Turns whatever a request ran into, into Orthanc's description of the error; nothing of our insides reaches the client.</summary>
public sealed class ErrorAnswers(RequestDelegate next, OrthancHttpOptions options, ILogger<ErrorAnswers> logger)
{
    private const int DiskFull = 28; // ENOSPC
    private const string RetryAfterSeconds = "1";

    private static readonly JsonWriterOptions s_tabs = new() { Indented = true, IndentCharacter = '\t', IndentSize = 1 };

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (Exception failure)
        {
            var (status, error, details) = Classify(failure);
            if (status >= 500) Log.RequestFailed(logger, context.Request.Method, context.Request.Path, failure);
            if (context.Response.HasStarted)
            {
                context.Abort(); // too late to say so otherwise: a cut answer must not pass for a whole one
                return;
            }

            context.Response.Clear();
            if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await WriteAsync(context, options, status, error, details);
        }
    }

    public static Task WriteAsync(HttpContext context, OrthancHttpOptions options, int status, OrthancError error, string? details)
    {
        var response = context.Response;
        response.StatusCode = status;
        if (!options.DescribeErrors)
        {
            response.ContentLength = 0;
            return Task.CompletedTask;
        }

        var message = OrthancErrorTable.Of(error).Message;
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, s_tabs))
        {
            json.WriteStartObject();
            if (details is not null) json.WriteString("Details", details);
            json.WriteString("HttpError", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("HttpStatus", status);
            json.WriteString("Message", message);
            json.WriteString("Method", context.Request.Method);
            json.WriteString("OrthancError", message);
            json.WriteNumber("OrthancStatus", (int)error);
            json.WriteString("Uri", context.Request.Path.Value);
            json.WriteEndObject();
        }
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    private static (int Status, OrthancError Error, string? Details) Classify(Exception failure)
    {
        if (failure is OrthancException orthanc) return (OrthancErrorTable.Of(orthanc.Error).Status, orthanc.Error, orthanc.Details);
        if (failure is IntakeOverloadedException overloaded) return (503, OrthancError.DatabaseUnavailable, overloaded.Message);
        if (failure is BadHttpRequestException bad) return (bad.StatusCode, OrthancError.BadRequest, bad.Message);
        if (failure is InvalidDataException damaged) return (500, OrthancError.CorruptedFile, damaged.Message);

        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                case IOException { HResult: DiskFull }:
                    return (507, OrthancError.FullStorage, null);
                case PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                    return (503, OrthancError.DatabaseCannotSerialize, null);
                case PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections }:
                case NpgsqlException { IsTransient: true }:
                case NpgsqlException { InnerException: SocketException or IOException or TimeoutException }:
                    return (503, OrthancError.DatabaseUnavailable, null);
            }
        }
        return (500, OrthancError.InternalError, null);
    }
}
