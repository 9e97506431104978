public import Notices

/// The thing that an audit entry is about. None of these names a person.
public enum AuditSubject: Hashable, Sendable {
    /// Whose data an import brought.
    public enum Source: String, Sendable, CaseIterable {
        /// Travel forms.
        case form
        /// A passenger list.
        case manifest
    }

    /// A message of ours, or one that another member sent.
    case message(from: MemberCode, id: MessageID)
    /// A notice with all its statements, by its number.
    case thread(String)
    /// Notices that one list showed by name, by their numbers; no number has a space.
    case threads([String])
    /// A draft that has not been sent, by its number.
    case draft(String)
    /// An import: where the rows came from, and how many there were.
    case imported(Source, count: Int)
    /// A person that somebody looked up.
    ///
    /// The value is a keyed hash of what was searched for. Somebody with the node's storage key and
    /// a document finds every search for that document; without the key the value says nothing. It
    /// is not a value of the blind index: the log alone leads from no search to a message.
    case personSearch(BlindValue)
    /// A key of ours or of another member.
    case key(KeyID)
    /// A version of the trust list.
    case trustList(Int)
    /// An officer or a program that may ask this node for something, by its name.
    case principal(String)
    /// A revision of this member's policy.
    case policy(revision: Int)
    /// The subject of an entry of schema 6 or earlier, if it cannot be told any more.
    ///
    /// Such an entry names a message that never existed. The invented id is kept as it stood there.
    case unknown(from: MemberCode, id: MessageID)
}

// One text form serves the store, the audit log's leaves and whoever reads the table.
extension AuditSubject: CustomStringConvertible {
    private enum Word: String {
        case message, thread, threads, draft, imported = "import"
        case personSearch = "person-search"
        case key
        case trustList = "trust-list"
        case principal, policy, unknown
    }

    /// The kind of subject, a space, and what names it, such as `message XA 019401e5-…` or `import
    /// manifest 300`. Two subjects that differ have texts that differ.
    public var description: String {
        switch self {
        case .message(let from, let id): Self.text(.message, "\(from) \(id)")
        case .thread(let number): Self.text(.thread, number)
        case .threads(let numbers): Self.text(.threads, numbers.joined(separator: " "))
        case .draft(let number): Self.text(.draft, number)
        case .imported(let source, let count): Self.text(.imported, "\(source.rawValue) \(count)")
        case .personSearch(let value): Self.text(.personSearch, hexadecimal(value.bytes))
        case .key(let key): Self.text(.key, key.description)
        case .trustList(let version): Self.text(.trustList, String(version))
        case .principal(let name): Self.text(.principal, name)
        case .policy(let revision): Self.text(.policy, String(revision))
        case .unknown(let from, let id): Self.text(.unknown, "\(from) \(id)")
        }
    }

    private static func text(_ word: Word, _ rest: String) -> String { word.rawValue + " " + rest }

    /// Reads what `description` writes.
    ///
    /// - Returns: nil for any other text.
    public init?(_ text: String) {
        guard let space = text.firstIndex(of: " "),
            let word = Word(rawValue: String(text[..<space])),
            let subject = Self.read(word, text[text.index(after: space)...]),
            subject.description == text
        else { return nil }
        self = subject
    }

    private static func read(_ word: Word, _ rest: Substring) -> AuditSubject? {
        switch word {
        case .message: named(rest).map { .message(from: $0, id: $1) }
        case .thread: .thread(String(rest))
        case .threads:
            .threads(rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
        case .draft: .draft(String(rest))
        case .imported:
            pair(rest).flatMap { source, count in
                guard let source = Source(rawValue: String(source)), let count = Int(count) else {
                    return nil
                }
                return .imported(source, count: count)
            }
        case .personSearch:
            Digest(hexadecimal: rest).map { .personSearch(BlindValue(bytes: $0.bytes)) }
        case .key: KeyID(hexadecimal: rest).map { .key($0) }
        case .trustList: Int(rest).map { .trustList($0) }
        case .principal: .principal(String(rest))
        case .policy: Int(rest).map { .policy(revision: $0) }
        case .unknown: named(rest).map { .unknown(from: $0, id: $1) }
        }
    }

    private static func named(_ text: Substring) -> (MemberCode, MessageID)? {
        guard let (from, id) = pair(text), let from = MemberCode(from), let id = MessageID(id)
        else { return nil }
        return (from, id)
    }

    private static func pair(_ text: Substring) -> (Substring, Substring)? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return words.count == 2 ? (words[0], words[1]) : nil
    }
}
