extension NoticeTemplate {
    /// What takes a notice back for good: a correction that says what was wrong, and an order to erase
    /// it, both due in 72 hours.
    ///
    /// - Parameters:
    ///   - kind: `.correction` or `.erasure`.
    ///   - thread: the notice that must go, of `from`.
    ///   - recipients: everybody who got something of it.
    ///   - number: the running number of this one.
    ///   - statement: what was wrong, and what is right; for a correction.
    public static func retraction(
        _ kind: NoticeKind, of thread: String, from: MemberCode, to recipients: [MemberCode],
        number: Int, statement: String, at now: Instant
    ) -> JSON {
        var document = specimen(kind: kind, from: from, to: recipients, at: now, number: number)
        document["about"] = ["thread": .string(thread)]
        document["reason"] = "wrong-person"
        document["due"] = .string((now + .hours(72)).description)
        document["fields"] = nil
        if kind == .correction { document["statement"] = .string(statement) }
        return document
    }

    /// The answer of a recipient that has done what a correction or an order to erase asks.
    ///
    /// - Parameters:
    ///   - sequence: the answering member's own in that thread.
    ///   - copies: for an erasure, how many bodies are gone.
    public static func confirmation(
        of order: Notice, by member: MemberCode, sequence: Int, copies: Int, at now: Instant
    ) -> JSON {
        var document = specimen(
            kind: order.kind, operation: .confirm, from: member, to: [order.from], at: now,
            number: 0, answering: "\(order.thread)/\(order.sequence)", sequence: sequence)
        document["at"] = .string(now.description)
        if order.kind == .erasure { document["copies"] = .number(JSONNumber(copies)) }
        return document
    }
}

extension Notice {
    /// The thread that this one speaks of, and a sequence if it names one.
    public var about: (thread: String, sequence: Int?)? {
        json.at(pointer: "/about/thread")?.stringValue.map {
            ($0, json.at(pointer: "/about/sequence")?.intValue)
        }
    }

    /// An outcome says of somebody that it was not the person whom the notice means.
    public var saysWrongPerson: Bool {
        guard kind == .outcome else { return false }
        let members = json["members"]?.arrayValue ?? []
        return ([json] + members).contains { $0["result"]?.stringValue == "wrong-person" }
    }
}
