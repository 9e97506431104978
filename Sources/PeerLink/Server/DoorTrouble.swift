/// What keeps callers out before they could say who they are.
public enum DoorTrouble: Sendable, Equatable {
    /// So many handshakes at once from this address that the oldest of them gives way.
    case crowd(address: String)
    /// The process has no descriptor left, or the system none, for one more connection.
    case noDescriptor
}
