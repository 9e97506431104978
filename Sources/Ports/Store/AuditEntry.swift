public import Notices

/// One line of the audit log: who did what to which personal data, when, for whom and why.
///
/// `docs/audit.md` says how a stranger computes the bytes and the leaf of an entry.
///
/// - Source: Directive (EU) 2016/680, article 25 (the six operations; justification, date and time,
///   the person who acted, the recipients).
public struct AuditEntry: Hashable, Sendable {
    /// The six operations that the directive names.
    public enum Operation: String, Sendable, CaseIterable {
        /// Personal data came in.
        case collection
        /// Personal data was changed.
        case alteration
        /// Somebody read personal data.
        case consultation
        /// Personal data was given to somebody else, `recipients` if they are members.
        case disclosure
        /// Personal data of two sources was compared.
        case combination
        /// Personal data was destroyed.
        case erasure
    }

    /// The number of the entry, 1, 2, … without gaps. The store gives it; 0 before that.
    public var sequence: Int64
    /// The moment when it was done.
    public let at: Instant
    /// The operation.
    public let operation: Operation
    /// The officer's reference, or `node`.
    public let actor: String
    /// The thing that it was done to.
    public let subject: AuditSubject
    /// To whom it was disclosed; empty for the rest.
    public let recipients: [MemberCode]
    /// Why, in the officer's words or the node's.
    public let justification: String
    /// 16 random bytes, so that an erased entry cannot be guessed from its leaf.
    public let salt: [UInt8]

    /// Takes the fields as they are.
    public init(
        sequence: Int64 = 0, at: Instant, operation: Operation, actor: String,
        subject: AuditSubject, recipients: [MemberCode], justification: String, salt: [UInt8]
    ) {
        self.sequence = sequence
        self.at = at
        self.operation = operation
        self.actor = actor
        self.subject = subject
        self.recipients = recipients
        self.justification = justification
        self.salt = salt
    }
}
