using EventDicom.Dimse.Associations;

namespace EventDicom.Dimse.Tests.Associations;

/// <summary>
/// The state machine, beside PS3.8 table 9-10 and the descriptions of its actions (tables 9-6 to 9-9), typed from the standard once more.
/// </summary>
public sealed class FollowingTheStateTable
{
    // State by state, as the standard describes each: what is done about which event, and where that leads.
    private const string ByState = """
        Sta1:  Evt1 AE-1 Sta4, Evt5 AE-5 Sta2
        Sta2: Evt3 AA-1 Sta13, Evt4 AA-1 Sta13, Evt6 AE-6 Sta3/Sta13, Evt10 AA-1 Sta13, Evt12 AA-1 Sta13, Evt13 AA-1 Sta13,
               Evt16 AA-2 Sta1, Evt17 AA-5 Sta1, Evt18 AA-2 Sta1, Evt19 AA-1 Sta13
        Sta3: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt7 AE-7 Sta6, Evt8 AE-8 Sta13, Evt10 AA-8 Sta13,
               Evt12 AA-8 Sta13, Evt13 AA-8 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta4:  Evt2 AE-2 Sta5, Evt15 AA-2 Sta1, Evt17 AA-4 Sta1
        Sta5: Evt3 AE-3 Sta6, Evt4 AE-4 Sta1, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AA-8 Sta13,
               Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta6: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt9 DT-1 Sta6, Evt10 DT-2 Sta6, Evt11 AR-1 Sta7,
               Evt12 AR-2 Sta8, Evt13 AA-8 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta7: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AR-6 Sta7, Evt12 AR-8 Sta9/Sta10, Evt13 AR-3 Sta1,
               Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta8: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt9 AR-7 Sta8, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13,
               Evt13 AA-8 Sta13, Evt14 AR-4 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta9: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AA-8 Sta13,
               Evt14 AR-9 Sta11, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta10: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AR-10 Sta12,
               Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta11: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AR-3 Sta1,
               Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta12: Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AA-8 Sta13,
               Evt14 AR-4 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13
        Sta13: Evt3 AA-6 Sta13, Evt4 AA-6 Sta13, Evt6 AA-7 Sta13, Evt10 AA-6 Sta13, Evt12 AA-6 Sta13, Evt13 AA-6 Sta13,
               Evt16 AA-2 Sta1, Evt17 AR-5 Sta1, Evt18 AA-2 Sta1, Evt19 AA-7 Sta13
        """;

    // A line that ends with a comma goes on in the next.
    public static TheoryData<string> States =>
        [.. ByState.ReplaceLineEndings("\n").Replace(",\n", ", ", StringComparison.Ordinal).Split('\n')];

    [Theory]
    [MemberData(nameof(States))]
    public void does_in_each_state_what_the_standard_says(string line)
    {
        var state = (AssociationState)Number(line.Split(':')[0], "Sta");
        var expected = line.Split(':')[1].Split(',')
            .Select(entry => entry.Trim().Split(' '))
            .ToDictionary(entry => (AssociationEvent)Number(entry[0], "Evt"));
        foreach (var happened in Enum.GetValues<AssociationEvent>())
        {
            var action = StateTable.ActionOf(happened, state);
            if (!expected.TryGetValue(happened, out var entry))
            {
                action.ShouldBe(AssociationAction.None, $"{happened} cannot happen in {state}");
                continue;
            }
            action.ToString().ShouldBe(entry[1].Replace("-", "", StringComparison.Ordinal), $"{happened} in {state}");
            var first = StateTable.StateAfter(action, isRequestor: true, isAnswerable: true);
            var second = StateTable.StateAfter(action, isRequestor: false, isAnswerable: false);
            string.Join('/', new[] { first, second }.Distinct().Select(next => $"Sta{(int)next}"))
                .ShouldBe(entry[2], $"{happened} in {state}");
        }
    }

    private static int Number(string text, string prefix) =>
        int.Parse(text.AsSpan(prefix.Length), System.Globalization.CultureInfo.InvariantCulture);
}
