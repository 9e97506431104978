/// Where one attachment to one member stands. A closed set.
public enum AttachmentState: String, Sendable, CaseIterable {
    /// Not there, or not all of it.
    case waiting
    /// There, whole, and what the signed notice says it is.
    case arrived
    /// It can never be what the signed notice says it is.
    case failed
    /// Its message was cancelled or superseded first.
    case withdrawn
    /// Its message expired first.
    case expired
}
