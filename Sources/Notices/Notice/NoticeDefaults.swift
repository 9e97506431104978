/// What every notice of one member says about its own handling, as the member's authority has laid
/// it down.
///
/// No template and no import can know these: without them the members are empty, and refused by
/// name (`field-empty`) until an officer has written them.
public struct NoticeDefaults: Sendable, Hashable {
    /// Handling codes, such as `H1`; empty for none.
    public var handling: [String] = []
    public var classification: String?
    /// As `/legalBasis` of a notice.
    public var legalBasis: JSON?
    public var purpose: String?
    /// For how many days after its creation a notice is kept.
    public var retainDays: Int?

    /// Longer than any notice may be kept.
    public static let retainDaysMax = 3_650

    public init() {}

    /// The members that these are about.
    public static let members = [
        "handling", "classification", "legalBasis", "purpose", "retainUntil",
    ]

    /// Writes what is laid down, and empties the rest.
    public func write(into document: inout JSON, at now: Instant) {
        document["handling"] = [
            "codes": handling.isEmpty ? [.null] : .array(handling.map { .string($0) })
        ]
        // What it restricts is said of each notice.
        if handling.contains("H3") { document["handling"]?["text"] = .null }
        document["classification"] = classification.map { .string($0) } ?? .null
        document["legalBasis"] =
            legalBasis ?? ["code": .null, "text": .null, "transferBasis": .null]
        document["purpose"] = purpose.map { .string($0) } ?? .null
        document["retainUntil"] =
            retainDays.map { .string((now + .days(Int64($0))).utcDate.description) } ?? .null
    }

    /// What is laid down and can stand in no notice, by the schema and the rules.
    ///
    /// - Parameter member: whose notices they are.
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
    /// A draft as it can be judged and compared before an officer has written what no import knows.
    ///
    /// What stands in is never kept or sent.
    public func standingIn(at now: Instant) -> JSON {
        guard let member = self["from"]?.stringValue.flatMap({ MemberCode($0) }) else {
            return self
        }
        return standingIn(
            from: NoticeTemplate.envelope(
                .travelAlert, member, [], now, thread: "",
                retainUntil: .string(now.utcDate.adding(years: 1).description)))
    }

    /// With the members of another document where this one's are empty, wholly or in part.
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
