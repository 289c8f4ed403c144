namespace EventDicom.Api.Tests.Crash;

/// <summary>What is killed, without a warning, in one round.</summary>
public enum Victim
{
    Server,
    Database,
    Both,
}
