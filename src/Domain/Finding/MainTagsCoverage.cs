namespace EventDicom.Domain.Finding;

/// <summary>Whether the index has all main tags of all resources, those too that were stored when there were fewer.</summary>
public sealed class MainTagsCoverage
{
    private volatile bool _isComplete;

    /// <summary>Until it is true, resources whose list of main tags lacks one that is searched for are looked up in their files.</summary>
    public bool IsComplete
    {
        get => _isComplete;
        set => _isComplete = value;
    }
}
