/// The state of one attachment to one member. A closed set.
public enum AttachmentState: String, Sendable, CaseIterable {
    /// Not all of its bytes have arrived.
    case waiting
    /// Its bytes are whole, and match the digest in the signed notice.
    case arrived
    /// Its bytes can never match the signed notice.
    case failed
    /// Its message was cancelled or superseded first.
    case withdrawn
    /// Its message expired first.
    case expired
}
