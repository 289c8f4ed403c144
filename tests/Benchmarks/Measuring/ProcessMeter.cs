using System.Globalization;

namespace EventDicom.Benchmarks.Measuring;

/// <summary>CPU time and peak memory of process trees, from Linux's /proc. Elsewhere, or without process ids, there is nothing to
/// show.</summary>
internal sealed class ProcessMeter(IReadOnlyList<int> roots)
{
    // USER_HZ: what /proc/<pid>/stat counts in on every Linux that .NET runs on.
    private const double SecondsPerTick = 0.01;

    /// <summary>Seconds of CPU used so far by the roots and all their descendants, dead children that were waited for included; 0 when
    /// unknown.</summary>
    public double CpuSeconds()
    {
        var processes = ReadAll();
        var ticks = 0L;
        var seen = new HashSet<int>();
        var waiting = new Stack<int>(roots);
        while (waiting.TryPop(out var pid))
        {
            if (!seen.Add(pid) || !processes.TryGetValue(pid, out var process)) continue;
            ticks += process.Ticks;
            foreach (var (child, (parent, _)) in processes)
                if (parent == pid) waiting.Push(child);
        }

        return ticks * SecondsPerTick;
    }

    /// <summary>Seconds of CPU that all cores together spent on anything at all since the machine started; 0 when unknown.</summary>
    public static double MachineSeconds()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice: idle and iowait are no work, guests are in user already.
        if (!OperatingSystem.IsLinux() || TryRead("/proc/stat") is not { } stat) return 0;
        var ticks = stat[..stat.IndexOf('\n')].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) * SecondsPerTick;
    }

    /// <summary>The first root's largest resident set in megabytes (2^20 bytes) since <see cref="ForgetPeak"/>, or null when
    /// unknown.</summary>
    public double? PeakMegabytes()
    {
        if (roots.Count == 0 || TryRead($"/proc/{roots[0]}/status") is not { } status) return null;
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = line?.Split(' ', '\t').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0]));
        return kilobytes is null ? null : double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Starts a new peak, where the kernel allows it (one's own processes).</summary>
    public void ForgetPeak()
    {
        if (roots.Count == 0) return;
        try
        {
            File.WriteAllText($"/proc/{roots[0]}/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The peak shown is then the one since the process started.
        }
    }

    private static Dictionary<int, (int Parent, long Ticks)> ReadAll()
    {
        var processes = new Dictionary<int, (int, long)>();
        if (!OperatingSystem.IsLinux()) return processes;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
                || TryRead($"{folder}/stat") is not { } stat) continue;

            // The second field is the command in parentheses and may hold anything: what follows its last ')' has no surprises.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            processes[pid] = (int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }

        return processes;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
