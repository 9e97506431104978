public import Notices

/// What an officer decided about one of our statements, beside what the statement says: kept with the
/// reason, and with what is still to follow from it.
public struct Decision: Hashable, Sendable {
    public enum Matter: String, Sendable, CaseIterable {
        /// One officer released a statement alone; a second approval follows.
        case emergency
        /// A supervisor let a statement go where the human-rights block stands.
        case override
        /// A recipient reported that the person met was not the one that the notice means.
        case wrongPerson = "wrong-person"
        /// A recipient refused a delivery for good; `subject` is the recipient, `reason` the code.
        case refusedDelivery = "refused-delivery"
        /// An officer has read a statement that waits for a second approval; `subject` is the officer too.
        case read
        /// It is another person, or another trip, than in the thread that `subject` names.
        case notTheSame = "not-the-same"
    }

    public let thread: String
    public let sequence: Int
    public let matter: Matter
    /// What it is about within the statement, such as a recipient's code; empty if that is all of it.
    public let subject: String
    public let officer: String
    /// The officer's words. They are for the record of this node alone, and name nobody.
    public let reason: String
    public let at: Instant
    /// By when something must follow; nil if nothing must.
    public var due: Instant?
    /// When it followed, and by whom.
    public var settled: Instant?
    public var settledBy: String?

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
