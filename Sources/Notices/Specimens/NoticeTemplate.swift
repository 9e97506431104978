/// Templates from which an officer begins: an empty notice to fill in, or an example about invented
/// people.
///
/// Examples are complete and valid at the moment when they are made; demonstrations and tests send
/// them. All use the specimen issuer `UTO` and carry a mark; between specimen members they use the
/// specimen airports. The rules refuse them unless specimens are allowed.
public enum NoticeTemplate {
    /// An example of a statement.
    ///
    /// - Parameters:
    ///   - to: for a travel alert, the countries of the journey in order; at least one.
    ///   - now: the moment that becomes `createdAt`.
    ///   - arrival: the landing in the first country, to the minute; nil is three days from now. A
    ///     journey that would have begun before now is marked as under way.
    ///   - operation: an opening or an answer; nil takes the usual opening of the kind.
    ///   - number: the running number, 0 to 999,999; it also selects the person.
    ///   - answering: for an answer, the statement answered, such as `XB-IR-2027-000007/1`; nil
    ///     takes that of a matching specimen.
    ///   - sequence: for an answer, the sequence of the answering member.
    public static func specimen(
        kind: NoticeKind, operation: NoticeOperation? = nil, from: MemberCode, to: [MemberCode],
        at now: Instant, arrival: Instant? = nil, number: Int, answering: String? = nil,
        sequence: Int = 1
    ) -> JSON {
        let operation = operation ?? opening(of: kind)
        // A certificate is shown to the member that issued it, and to no other.
        let to = operation == .verify ? Array(to.prefix(1)) : to
        let issuing = NoticeLifecycle.operations(of: kind, on: .issuer).contains(operation)
        let own = noticeNumber(from, kind, now, number)
        let asked = answering ?? noticeNumber(to.first ?? from, kind, now, number)
        let thread =
            issuing ? own : asked.split(separator: "/").first.map { String($0) } ?? asked
        let years = kind == .greenNotice ? 5 : 1
        var document = envelope(
            kind, from, to, now, thread: thread,
            retainUntil: .string(now.utcDate.adding(years: years).description))
        document["operation"] = .string(operation.rawValue)
        document["sequence"] = .number(JSONNumber(sequence))
        if !issuing { document["inReplyTo"] = .string(asked) }
        if issuing, let member = kind.profile.numberMember { document[member] = .string(thread) }
        let specimen = Specimen(
            from: from, to: to, now: now, arrival: arrival ?? now + .days(3), number: number)
        for (key, value) in specimen.fields(kind, operation) { document[key] = value }
        document[Specimen.mark] = true
        return document
    }

    /// The operations that an example can have: all openings and all answers.
    public static func operations(of kind: NoticeKind) -> [NoticeOperation] {
        NoticeLifecycle.openings(of: kind, on: .issuer)
            + NoticeLifecycle.operations(of: kind, on: .recipient)
    }

    /// The operation of an example unless another is asked for.
    public static func opening(of kind: NoticeKind) -> NoticeOperation {
        NoticeLifecycle.openings(of: kind, on: .issuer).first
            ?? NoticeLifecycle.openings(of: kind, on: .recipient).last ?? .issue
    }

    /// A notice number such as `XA-TA-2027-000007`: member, kind, year of `now`, running number.
    public static func noticeNumber(
        _ member: MemberCode, _ kind: NoticeKind, _ now: Instant, _ number: Int
    ) -> String {
        let letters = kind.threadLetters.first ?? ""
        return "\(member)-\(letters)-\(padded(now.utcDate.year, to: 4))-"
            + padded(max(0, number) % 1_000_000, to: 6)
    }

    static func envelope(
        _ kind: NoticeKind, _ from: MemberCode, _ to: [MemberCode], _ now: Instant, thread: String,
        retainUntil: JSON
    ) -> JSON {
        [
            "schema": ["name": .string(kind.rawValue), "version": 1],
            "type": .string(kind.rawValue), "operation": "issue",
            "from": .string(from.description),
            "to": .array(to.map { .string($0.description) }),
            "createdAt": .string(now.description), "threadId": .string(thread), "sequence": 1,
            "handling": ["codes": ["H1", "H2"], "text": .null], "classification": "restricted",
            "legalBasis": [
                "code": "lanzarote-convention", "text": "CETS 201, article 38",
                "transferBasis": "safeguards",
            ],
            "purpose": "prevent-child-sexual-abuse", "retainUntil": retainUntil,
        ]
    }
}
