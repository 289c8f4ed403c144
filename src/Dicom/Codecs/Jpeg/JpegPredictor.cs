namespace EventDicom.Dicom;

/// <summary>
/// The seven predictions of ITU-T T.81 table H.1 for whole rows of interleaved samples, modulo 65536. Left, above and corner are the
/// standard's Ra, Rb and Rc; the first sample of a row is always predicted from above.
/// </summary>
internal static class JpegPredictor
{
    /// <summary>Turns differences into samples in the first row: the first sample of each component is there already.</summary>
    public static void AddFromLeft(Span<ushort> row, int step)
    {
        for (var (left, i) = (0, step); i < row.Length; left++, i++)
            row[i] += row[left];
    }

    /// <summary>Turns the differences of a row into samples.</summary>
    public static void Add(int predictor, Span<ushort> row, ReadOnlySpan<ushort> above, int step)
    {
        above = above[..row.Length];
        for (var i = 0; i < step; i++)
            row[i] += above[i];

        var (left, at) = (0, step);
        switch (predictor)
        {
            case 1:
                AddFromLeft(row, step);
                break;
            case 2:
                for (; at < row.Length; at++)
                    row[at] += above[at];
                break;
            case 3:
                for (; at < row.Length; at++, left++)
                    row[at] += above[left];
                break;
            case 4:
                for (; at < row.Length; at++, left++)
                    row[at] += (ushort)(row[left] + above[at] - above[left]);
                break;
            case 5:
                for (; at < row.Length; at++, left++)
                    row[at] += (ushort)(row[left] + ((above[at] - above[left]) >> 1));
                break;
            case 6:
                for (; at < row.Length; at++, left++)
                    row[at] += (ushort)(above[at] + ((row[left] - above[left]) >> 1));
                break;
            default:
                for (; at < row.Length; at++, left++)
                    row[at] += (ushort)((row[left] + above[at]) >> 1);
                break;
        }
    }

    /// <summary>The difference of each sample of a row from its prediction; <paramref name="above"/> is empty for the first row, whose
    /// first sample is predicted by <paramref name="middle"/>.</summary>
    public static void Subtract(int predictor, ReadOnlySpan<ushort> row, ReadOnlySpan<ushort> above, int middle, int step,
        Span<short> differences)
    {
        for (var i = 0; i < step; i++)
            differences[i] = (short)(row[i] - (above.IsEmpty ? middle : above[i]));

        for (var (left, at) = (0, step); at < row.Length; left++, at++)
        {
            var prediction = (above.IsEmpty ? 1 : predictor) switch
            {
                1 => row[left],
                2 => above[at],
                3 => above[left],
                4 => row[left] + above[at] - above[left],
                5 => row[left] + ((above[at] - above[left]) >> 1),
                6 => above[at] + ((row[left] - above[left]) >> 1),
                _ => (row[left] + above[at]) >> 1,
            };
            differences[at] = (short)(row[at] - prediction);
        }
    }
}
