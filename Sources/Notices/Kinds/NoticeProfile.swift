/// The properties of one kind of notice, as data: a rule asks for a kind by name only where no
/// property here can decide.
struct NoticeProfile: Sendable {
    /// The facts that a statement needs to tell its person from others.
    enum Identifiers: Sendable {
        case warning
        case birthOrDocument
        case none
    }

    /// The notices that a statement may be about; see the member `about`.
    enum Subject: Sendable {
        /// Only notices of the issuer: nobody corrects another member's notice.
        case own
        /// Only notices of members that it is addressed to: nobody else can answer.
        case addressed
        case any
    }

    /// The kind in a sentence: "A green notice".
    let phrase: String
    /// The letters in its notice numbers; nil for a kind that never opens a thread.
    var letters: String?
    /// The member that repeats the number of the thread, for kinds that have one.
    var numberMember: String?
    /// For a kind without letters, the kinds in whose threads it is written.
    var answers: [NoticeKind] = []
    var subject = Subject.any
    /// The kinds that a statement may be about; empty for all.
    var subjectKinds: [NoticeKind] = []
    var identifiers = Identifiers.none
    /// The longest time ahead that `due` may lie; nil if it has no bound.
    var dueMax: Duration?
    /// The least precedence of any statement, and of a cancel.
    var floor = Precedence.routine
    var cancelFloor = Precedence.routine
    let transitions: [NoticeLifecycle.Transition]
    /// The effects of time alone, once `validUntil` has passed.
    var ageing: [NoticeLifecycle.Ageing] = []
}

extension NoticeKind {
    /// The kind in a sentence: "A green notice".
    var phrase: String { profile.phrase }

    /// The kind inside a sentence: "a green notice".
    public var phraseInside: String {
        profile.phrase.prefix(1).lowercased() + profile.phrase.dropFirst()
    }

    /// The kind of notice that opened a thread.
    ///
    /// - Parameter thread: a notice number.
    /// - Returns: nil for letters that no kind has.
    public init?(opening thread: String) {
        let parts = thread.split(separator: "-")
        guard parts.count > 1,
            let kind = Self.allCases.first(where: { $0.profile.letters == String(parts[1]) })
        else { return nil }
        self = kind
    }

    /// The letters in the numbers of the threads in which this kind is written.
    public var threadLetters: [String] {
        profile.letters.map { [$0] } ?? profile.answers.compactMap(\.profile.letters)
    }
}
