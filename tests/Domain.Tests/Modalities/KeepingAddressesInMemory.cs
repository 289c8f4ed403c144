using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Tests.Modalities;

public sealed class KeepingAddressesInMemory
{
    private static readonly RemoteModality s_scanner = new() { Aet = "CT", Host = "10.0.0.1", Port = 104 };

    private readonly AddressBookInMemory<RemoteModality> _book = new(new Dictionary<string, RemoteModality> { ["b"] = s_scanner, ["C"] = s_scanner }, TimeProvider.System);

    [Fact]
    public async Task starts_with_what_is_configured() => (await NamesAsync()).ShouldBe(["C", "b"]);

    [Fact]
    public async Task keeps_what_is_accepted()
    {
        await ConfigureModalityHandler.HandleAsync(new("a", s_scanner with { Port = 105 }, Origin.Server), _book, default);
        await RemoveModalityHandler.HandleAsync(new("b", Origin.Server), _book, default);

        (await NamesAsync()).ShouldBe(["C", "a"]);
        (await _book.FindAsync("a", default))!.Port.ShouldBe(105);
        (await _book.FindAsync("b", default)).ShouldBeNull();
    }

    [Fact]
    public async Task forgets_what_is_refused()
    {
        (await ConfigureModalityHandler.HandleAsync(new("a b", s_scanner, Origin.Server), _book, default)).ShouldBeOfType<Decision.Refused>();
        (await RemoveModalityHandler.HandleAsync(new("a", Origin.Server), _book, default)).ShouldBeOfType<Decision.Refused>();

        (await NamesAsync()).ShouldBe(["C", "b"]);
    }

    private async Task<IEnumerable<string>> NamesAsync() => (await _book.ListAsync(default)).Select(entry => entry.Key);
}
