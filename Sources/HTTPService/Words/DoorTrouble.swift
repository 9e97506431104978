/// A lack of room that keeps callers out before they can show a certificate.
public enum DoorTrouble: Sendable, Equatable {
    /// Handshakes at once from this address are too many, so that the oldest of them gives way.
    case crowd(address: String)
    /// The process has no descriptor left, or the system none, for one more connection.
    case noDescriptor
}
