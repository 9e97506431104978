/// The kinds of notice of version 1. What tells them apart is in `NoticeProfile`.
public enum NoticeKind: String, CaseIterable, Sendable {
    /// A warning about a person who is a possible threat; stands for years.
    case greenNotice = "green-notice"
    /// A person is travelling; stands until the journey is over.
    case travelAlert = "travel-alert"
    /// What became of it: a recipient's answer to the issuer.
    case outcome
}
