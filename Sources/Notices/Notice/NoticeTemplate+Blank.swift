extension NoticeTemplate {
    /// A notice to be filled in, with its shape and the facts that the node knows. Every other fact
    /// is `null`, and is refused by name (`field-empty`) until an officer has written it or deleted
    /// its line.
    ///
    /// - Parameters:
    ///   - answering: the statement that an answer answers; without it an answer has no thread.
    ///   - defaults: the defaults that the member has laid down for all of its notices.
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

    /// Members that follow from sender, recipients, time, and the statement answered.
    private static let knownMembers: Set<String> = [
        "schema", "type", "operation", "from", "to", "createdAt", "threadId", "sequence",
        "inReplyTo",
    ]
    /// Members that number things within the document.
    private static let ordinals: Set<String> = ["seq", "memberNo"]
    /// Codes of requests and limits that stand unless an officer decides otherwise: nothing is
    /// requested, and a notice never asks for an arrest.
    private static let cautious: Set<String> = ["none-information-only", "do-not-arrest"]

    /// Members that repeat other fields; an officer pastes them from a document.
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
