namespace EventDicom.Api.OpenApi;

/// <summary>
/// The shape of a value in a request or an answer, as far as it helps who reads it or generates a client from it. Knows nothing of the
/// library that writes the document, which a start of the server does without.
/// </summary>
public sealed record Shape
{
    public static readonly Shape Anything = new();
    public static readonly Shape Text = new() { Type = "string" };
    /// <summary>A number without a fraction.</summary>
    public static readonly Shape Whole = new() { Type = "integer" };
    public static readonly Shape Number = new() { Type = "number" };
    public static readonly Shape Flag = new() { Type = "boolean" };
    public static readonly Shape Binary = new() { Type = "string", Format = "binary" };
    public static readonly Shape Texts = ArrayOf(Text);

    /// <summary>Members that the server does not know beforehand, with values of any kind.</summary>
    public static readonly Shape AnyMembers = MapOf(Anything);

    private Shape()
    {
    }

    /// <summary>The type of JSON; <c>null</c> for any, and where the shape is a name or a choice.</summary>
    public string? Type { get; private init; }

    public string? Format { get; private init; }

    /// <summary>The name of a shape in <see cref="NamedShapes"/>, in which placeholders of <see cref="RouteNames"/> may stand.</summary>
    public string? Name { get; private init; }

    /// <summary>All values that a text may have.</summary>
    public IReadOnlyList<string> Values { get; private init; } = [];

    /// <summary>What an array holds.</summary>
    public Shape? Items { get; private init; }

    /// <summary>What members of other names than those of <see cref="Members"/> hold.</summary>
    public Shape? Others { get; private init; }

    public IReadOnlyList<Member> Members { get; private init; } = [];

    /// <summary>The shapes of which the value has one.</summary>
    public IReadOnlyList<Shape> Choices { get; private init; } = [];

    public bool Nullable { get; private init; }

    /// <summary>The value that an argument or a member has when it is not there.</summary>
    public object? Default { get; private init; }

    public static Shape Named(string name) => new() { Name = name };

    public static Shape ArrayOf(Shape items) => new() { Type = "array", Items = items };

    public static Shape MapOf(Shape values) => new() { Type = "object", Others = values };

    public static Shape EitherOf(params Shape[] choices) => new() { Choices = choices };

    public static Shape OneOf(params IEnumerable<string> values) => new() { Type = "string", Values = [.. values] };

    /// <summary>An object with these members and no others.</summary>
    public static Shape Of(params Member[] members) => new() { Type = "object", Members = members };

    public Shape OrNull() => this with { Nullable = true };

    public Shape By(object @default) => this with { Default = @default };

    /// <summary>An object that may have other members, too.</summary>
    public Shape AndOthers() => this with { Others = Anything };
}

/// <summary>One member of an object.</summary>
/// <param name="Always">Whether it is always there, or in a request must be.</param>
public sealed record Member(string Name, Shape Shape, bool Always = true, string? Meaning = null)
{
    /// <summary>A member that may be missing.</summary>
    public static Member Optional(string name, Shape shape, string? meaning = null) => new(name, shape, Always: false, meaning);
}
