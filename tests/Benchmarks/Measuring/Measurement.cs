namespace EventDicom.Benchmarks.Measuring;

/// <summary>One row: one kind of operation on one server.</summary>
internal sealed record Measurement
{
    public required string Target { get; init; }
    public required string Scenario { get; init; }
    public int Connections { get; init; }
    public int Size { get; init; }
    public int Count { get; init; }

    /// <summary>What <see cref="Rate"/> and the CPU figures count: instances, requests, rows.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Units per second of wall clock; null when the row could not be measured.</summary>
    public double? Rate { get; init; }

    /// <summary>Milliseconds of one request, from its first byte sent to the last byte of the answer.</summary>
    public double P50 { get; init; }
    public double P95 { get; init; }
    public double P99 { get; init; }

    /// <summary>Milliseconds of CPU per unit: of the server's processes, and of this driver.</summary>
    public double? ServerCpu { get; init; }
    public double? DriverCpu { get; init; }

    /// <summary>Cores that were busy with neither the server nor the driver: other programs, and the kernel on its own account. Near 0 on a
    /// quiet machine.</summary>
    public double? OtherCores { get; init; }

    /// <summary>Largest resident set of the server's first process during the row, in megabytes.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>Requests measured.</summary>
    public long Requests { get; init; }

    /// <summary>Why there is no figure, or what went wrong beside it.</summary>
    public string Note { get; init; } = "";
}
