using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Tests.Modalities;

public sealed class KeepingAddressesInMemory
{
    private static readonly RemoteModality s_scanner = new() { Aet = "CT", Host = "10.0.0.1", Port = 104 };

    private readonly AddressBookInMemory<RemoteModality> _book =
        new(new Dictionary<string, RemoteModality> { ["b"] = s_scanner, ["C"] = s_scanner }, TimeProvider.System);

    [Fact]
    public async Task starts_with_what_is_configured() => (await NamesAsync()).ShouldBe(["C", "b"]);

    [Fact]
    public async Task keeps_what_is_accepted()
    {
        await _book.ChangeAsync(new ConfigureModality("a", s_scanner with { Port = 105 }, Origin.Server), default);
        await _book.ChangeAsync(new RemoveModality("b", Origin.Server), default);

        (await NamesAsync()).ShouldBe(["C", "a"]);
        (await _book.FindAsync("a", default))!.Port.ShouldBe(105);
        (await _book.FindAsync("b", default)).ShouldBeNull();
    }

    [Fact]
    public async Task forgets_what_is_refused()
    {
        (await _book.ChangeAsync(new ConfigureModality("a b", s_scanner, Origin.Server), default)).ShouldNotBeNull();
        (await _book.ChangeAsync(new RemoveModality("a", Origin.Server), default)).ShouldNotBeNull();

        (await NamesAsync()).ShouldBe(["C", "b"]);
    }

    private async Task<IEnumerable<string>> NamesAsync() => (await _book.ListAsync(default)).Select(entry => entry.Key);
}
