extension NoticeTemplate {
    /// A notice to be filled in: its shape, and what the node itself knows. Every fact is `null`,
    /// which is refused by name (`field-empty`) until a person has written it, or has deleted the
    /// line.
    ///
    /// - Parameters:
    ///   - answering: what an answer answers; an answer without it has no thread to stand in.
    ///   - defaults: what the member has laid down for all of its notices.
    public static func blank(
        kind: NoticeKind, operation: NoticeOperation? = nil, from: MemberCode, to: [MemberCode],
        at now: Instant, number: Int, answering: String? = nil, sequence: Int = 1,
        defaults: NoticeDefaults = NoticeDefaults()
    ) -> JSON {
        let shape = specimen(
            kind: kind, operation: operation, from: from, to: to, at: now, number: number,
            answering: answering, sequence: sequence)
        var known = knownMembers
        if let number = kind.profile.numberMember { known.insert(number) }
        var document: JSON = [:]
        for (key, value) in shape.objectValue ?? [:] where key != Specimen.mark {
            document[key] = known.contains(key) ? value : emptied(value, member: key)
        }
        defaults.write(into: &document, at: now)
        return document
    }

    /// What follows from who writes to whom, when, and in answer to what.
    private static let knownMembers: Set<String> = [
        "schema", "type", "operation", "from", "to", "createdAt", "threadId", "sequence",
        "inReplyTo",
    ]
    /// The order of things within the document.
    private static let ordinals: Set<String> = ["seq", "memberNo"]
    /// What is asked and forbidden unless an officer decides otherwise: nothing is asked, and a
    /// notice never asks for an arrest.
    private static let cautious: Set<String> = ["none-information-only", "do-not-arrest"]

    /// What repeats other fields, and is pasted from a document if it is there.
    private static let copies: Set<String> = ["mrz"]

    private static func emptied(_ value: JSON, member: String) -> JSON {
        switch value {
        case .object(let object):
            return .object(
                JSONObject(
                    object.lazy.filter { !copies.contains($0.0) }
                        .map { ($0.0, emptied($0.1, member: $0.0)) }))
        case .array(let elements):
            let kept = elements.filter { cautious.contains($0.stringValue ?? "") }
            guard kept.isEmpty else { return .array(kept) }
            let isOfObjects = elements.contains { $0.objectValue != nil }
            return .array(
                isOfObjects ? elements.map { emptied($0, member: member) } : [.null])
        case .number where ordinals.contains(member): return value
        default: return .null
        }
    }
}
