/// The handling, classification, legal basis, purpose and retention of every notice of one member,
/// as the member's authority has laid them down.
///
/// No template and no import can know these. Without defaults the members are empty, and are
/// refused by name (`field-empty`) until an officer has written them.
public struct NoticeDefaults: Sendable, Hashable {
    /// Handling codes, such as `H1`; empty for none.
    public var handling: [String] = []
    /// The classification, as `/classification` of a notice; nil if none is laid down.
    public var classification: String?
    /// The legal basis, as `/legalBasis` of a notice; nil if none is laid down.
    public var legalBasis: JSON?
    /// The purpose, as `/purpose` of a notice; nil if none is laid down.
    public var purpose: String?
    /// The number of days after its creation for which a notice may be kept.
    public var retainDays: Int?

    /// The largest `retainDays`, above every retention that the rules allow.
    public static let retainDaysMax = 3_650

    /// Defaults that lay down nothing.
    public init() {}

    /// The members of a notice that defaults write.
    public static let members = [
        "handling", "classification", "legalBasis", "purpose", "retainUntil",
    ]

    /// Writes the defaults that are laid down, and empties the other members.
    public func write(into document: inout JSON, at now: Instant) {
        document["handling"] = [
            "codes": handling.isEmpty ? [.null] : .array(handling.map { .string($0) })
        ]
        // The code H3 needs the restriction in words, which differs from notice to notice.
        if handling.contains("H3") { document["handling"]?["text"] = .null }
        document["classification"] = classification.map { .string($0) } ?? .null
        document["legalBasis"] =
            legalBasis ?? ["code": .null, "text": .null, "transferBasis": .null]
        document["purpose"] = purpose.map { .string($0) } ?? .null
        document["retainUntil"] =
            retainDays.map { .string((now + .days(Int64($0))).utcDate.description) } ?? .null
    }

    /// The defaults that no notice may have, by the schema and the rules.
    ///
    /// - Parameter member: the member whose notices they are.
    public func faults(of member: MemberCode, at now: Instant) -> [Fault] {
        var document = NoticeTemplate.specimen(
            kind: .travelAlert, from: member,
            to: [MemberCode("XB"), MemberCode("XC")]
                .compactMap(\.self).filter { $0 != member }, at: now, number: 1)
        let whole = document
        write(into: &document, at: now)
        let read = Notice.read(
            document.standingIn(from: whole), rules: NoticeRules(allowSpecimens: true))
        return read.faults.filter { fault in
            Self.members.contains { fault.pointer.hasPrefix("/" + $0) }
        }
    }
}

extension JSON {
    /// The draft with placeholders for facts that no import knows, so that it can be judged and
    /// compared before an officer has written them.
    ///
    /// Placeholders are never kept or sent.
    public func standingIn(at now: Instant) -> JSON {
        guard let member = self["from"]?.stringValue.flatMap({ MemberCode($0) }) else {
            return self
        }
        return standingIn(
            from: NoticeTemplate.envelope(
                .travelAlert, member, [], now, thread: "",
                retainUntil: .string(now.utcDate.adding(years: 1).description)))
    }

    /// This document, with members of another one where its own are empty, wholly or in part.
    fileprivate func standingIn(from other: JSON) -> JSON {
        var document = self
        for member in NoticeDefaults.members where document[member]?.holdsNull ?? true {
            document[member] = other[member]
        }
        return document
    }

    private var holdsNull: Bool {
        switch self {
        case .null: true
        case .array(let elements): elements.contains { $0.holdsNull }
        case .object(let object): object.contains { $0.1.holdsNull }
        case .bool, .number, .string: false
        }
    }
}
