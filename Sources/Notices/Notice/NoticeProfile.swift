/// What tells one kind of notice from another, as data: no rule asks for a kind by name where a
/// line here can say it.
struct NoticeProfile: Sendable {
    /// What it takes to tell the person of a statement from others.
    enum Identifiers: Sendable {
        case warning
        case birthOrDocument
        case none
    }

    /// Whose notices a statement may be about; see the member `about`.
    enum Subject: Sendable {
        /// Only the issuer's own: nobody corrects another member's notice.
        case own
        /// Only those of members that it is addressed to: nobody else can answer.
        case addressed
        case any
    }

    /// For sentences: "A green notice".
    let phrase: String
    /// The letters in its numbers; nil for a kind that never opens a thread of its own.
    var letters: String?
    /// The member that repeats the number of the thread, for kinds that have one.
    var numberMember: String?
    /// Without letters of its own: the kinds in whose threads it is said.
    var answers: [NoticeKind] = []
    var subject = Subject.any
    /// Which kinds a statement may be about; empty for all.
    var subjectKinds: [NoticeKind] = []
    var identifiers = Identifiers.none
    /// How far ahead `due` may lie; nil where it has no bound.
    var dueMax: Duration?
    /// The least precedence of any statement, and of a cancel.
    var floor = Precedence.routine
    var cancelFloor = Precedence.routine
    let transitions: [NoticeLifecycle.Transition]
    /// Where time alone leads, once `validUntil` has passed.
    var ageing: [NoticeLifecycle.Ageing] = []
}

extension NoticeKind {
    /// For sentences: "A green notice".
    var phrase: String { profile.phrase }

    /// The letters in the numbers of the threads in which it is spoken.
    public var threadLetters: [String] {
        profile.letters.map { [$0] } ?? profile.answers.compactMap(\.profile.letters)
    }
}
