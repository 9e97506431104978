public import Notices

/// An officer's decision about one of our statements, beside what the statement says. It is kept
/// with the reason, and with what is still to follow from it.
public struct Decision: Hashable, Sendable {
    /// The reason for the decision. A closed set.
    public enum Matter: String, Sendable, CaseIterable {
        /// One officer released a statement alone; a second approval follows.
        case emergency
        /// A supervisor let a statement go where the human-rights block stands.
        case override
        /// A recipient reported that the person met was not the one that the notice means.
        case wrongPerson = "wrong-person"
        /// A recipient refused a delivery for good; `subject` is the recipient, `reason` the code.
        case refusedDelivery = "refused-delivery"
        /// An officer has read a statement that waits for a second approval; `subject` is the
        /// officer too.
        case read
        /// It is another person, or another trip, than in the thread that `subject` names.
        case notTheSame = "not-the-same"
    }

    /// The thread of the statement.
    public let thread: String
    /// The sequence of the statement.
    public let sequence: Int
    /// The reason for the decision.
    public let matter: Matter
    /// The part of the statement that it is about, such as a recipient's code; empty if that is all
    /// of it.
    public let subject: String
    /// The officer who decided; `node` for what the node found by itself.
    public let officer: String
    /// The officer's words. They are for the record of this node alone, and name nobody.
    public let reason: String
    /// The moment when it was decided.
    public let at: Instant
    /// By when something must follow; nil if nothing must.
    public var due: Instant?
    /// The moment when it followed, and by whom.
    public var settled: Instant?
    /// The officer who settled it.
    public var settledBy: String?

    /// Takes the fields as they are.
    public init(
        thread: String, sequence: Int, matter: Matter, subject: String = "", officer: String,
        reason: String, at: Instant, due: Instant? = nil, settled: Instant? = nil,
        settledBy: String? = nil
    ) {
        self.thread = thread
        self.sequence = sequence
        self.matter = matter
        self.subject = subject
        self.officer = officer
        self.reason = reason
        self.at = at
        self.due = due
        self.settled = settled
        self.settledBy = settledBy
    }
}
