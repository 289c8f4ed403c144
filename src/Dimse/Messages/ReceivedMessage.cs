using EventDicom.Dimse.Associations;

namespace EventDicom.Dimse.Messages;

/// <summary>A message as it arrives (PS3.7 section 6.3).</summary>
/// <param name="DataSet">
/// In the transfer syntax of the context; to be read once and asynchronously, before the next message is asked for. <c>null</c> where
/// there is none.
/// </param>
public sealed record ReceivedMessage(AcceptedContext Context, CommandSet Command, Stream? DataSet);
