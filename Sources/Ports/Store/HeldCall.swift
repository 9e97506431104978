public import Notices

/// A call of one officer that waits until a second officer has read and approved it.
public struct HeldCall: Hashable, Sendable {
    /// The stages of a held call. A closed set.
    public enum State: String, Sendable, CaseIterable {
        /// It waits for the second officer.
        case waiting
        /// The second officer approved it; its author gives it again, with its files.
        case approved
        /// It was carried out.
        case done
        /// The second officer said no, or the author took it back.
        case declined
    }

    /// Time within which the second officer must decide.
    public static let life = Duration.hours(24)
    /// Held calls that a node looks at, the newest first.
    public static let lookedAtMax = 1_000

    /// The first twelve digits of `digest`, by which people name it.
    public let id: String
    /// The digest of author, operation, arguments and files.
    public let digest: Digest
    /// The operation, such as `notice.send`.
    public let operation: String
    /// The officer who asks.
    public let author: String
    /// The officer who is to approve it.
    public let approver: String
    /// The arguments, sealed.
    public let arguments: RecordID
    /// Files that come with it.
    public let fileCount: Int
    /// The moment when it was held.
    public let made: Instant
    /// The end of the wait.
    public let expires: Instant
    /// The stage.
    public var state: State
    /// True once the second officer has read it.
    public var isRead: Bool
    /// The officer who decided; nil before that.
    public var decidedBy: String?
    /// The moment of the decision; nil before that.
    public var decided: Instant?
    /// Why it was declined; nil otherwise.
    public var reason: String?

    /// Takes the fields as they are.
    public init(
        id: String, digest: Digest, operation: String, author: String, approver: String,
        arguments: RecordID, fileCount: Int, made: Instant, expires: Instant,
        state: State = .waiting, isRead: Bool = false, decidedBy: String? = nil,
        decided: Instant? = nil, reason: String? = nil
    ) {
        self.id = id
        self.digest = digest
        self.operation = operation
        self.author = author
        self.approver = approver
        self.arguments = arguments
        self.fileCount = fileCount
        self.made = made
        self.expires = expires
        self.state = state
        self.isRead = isRead
        self.decidedBy = decidedBy
        self.decided = decided
        self.reason = reason
    }
}
