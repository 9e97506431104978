/// Replies that fit on a command line. Every fact comes from the officer who answers; handling,
/// legal basis and purpose are those of the notice that is answered.
extension NoticeTemplate {
    /// A fact that an officer gives of a reply. The raw value is the name of its option.
    public enum ReplyFact: String, CaseIterable, Sendable {
        case text, reason, refusal, uses, conditions, due, result, note
        case onwardTo = "onward-to"
        case certificateNo = "certificate-no"
        case validUntil = "valid-until"
    }

    /// The facts that one reply takes.
    public struct ReplyFacts: Sendable, Equatable {
        /// Facts without which the reply says nothing.
        public let needed: [ReplyFact]
        /// Facts that may be left out.
        public let optional: [ReplyFact]

        init(_ needed: [ReplyFact], or optional: [ReplyFact] = []) {
            self.needed = needed
            self.optional = optional
        }
    }

    /// The facts of a reply to a notice of a kind.
    ///
    /// - Returns: nil for a reply that takes more than words: its officer fills a form in.
    public static func facts(of operation: NoticeOperation, to kind: NoticeKind) -> ReplyFacts? {
        switch (kind, operation) {
        case (.informationRequest, .accept), (.certificate, .accept), (.criminalRecord, .accept),
            (.hit, .confirm):
            ReplyFacts([], or: [.note])
        case (.incident, .acknowledge): ReplyFacts([])
        case (.informationRequest, .partial), (.informationRequest, .reply):
            ReplyFacts([.text], or: [.note])
        case (.informationRequest, .extend): ReplyFacts([.due, .reason], or: [.note])
        case (.useConsent, .grant): ReplyFacts([.uses], or: [.conditions, .onwardTo, .note])
        case (.useConsent, .revoke), (.hit, .reject): ReplyFacts([.reason], or: [.note])
        case (.certificate, .reply):
            ReplyFacts([.certificateNo, .result, .validUntil], or: [.note])
        case (.certificate, .revoke): ReplyFacts([.certificateNo, .reason], or: [.note])
        case (.criminalRecord, .reply): ReplyFacts([.result], or: [.note])
        case (.useConsent, .deny), (.informationRequest, .refuse), (.certificate, .refuse),
            (.criminalRecord, .refuse), (.operation, .decline), (.correction, .refuse),
            (.erasure, .refuse):
            ReplyFacts([.refusal], or: [.text])
        default: nil
        }
    }

    /// Results that state more than their code: the entries stand in a form.
    public static let resultsWithEntries: Set<String> = ["record", "trace-disclosed"]

    /// The reply to a notice that arrived.
    ///
    /// - Parameters:
    ///   - sequence: the sequence of the answering member in that thread.
    ///   - facts: those of `facts(of:to:)`, as JSON; nothing is added to them.
    public static func reply(
        _ operation: NoticeOperation, answering notice: Notice, by member: MemberCode,
        sequence: Int, _ facts: [ReplyFact: JSON], at now: Instant
    ) -> JSON {
        var document = answer(notice.kind, operation, to: notice, by: member, sequence, at: now)
        if let basis = facts[.refusal] {
            var refusal: JSON = ["basis": basis]
            if let text = facts[.text] { refusal["text"] = text }
            document["refusal"] = refusal
        } else if let text = facts[.text] {
            document["answer"] = text
        }
        if let uses = facts[.uses] {
            var granted: JSON = ["uses": uses]
            if let conditions = facts[.conditions] { granted["conditions"] = conditions }
            if let members = facts[.onwardTo] { granted["onwardTo"] = members }
            document["granted"] = granted
        }
        for (fact, name) in [
            (ReplyFact.reason, "reason"), (.due, "due"), (.result, "result"), (.note, "note"),
            (.certificateNo, "certificateNo"), (.validUntil, "validUntil"),
        ] {
            if let value = facts[fact] { document[name] = value }
        }
        return document
    }

    /// The form of a reply: every fact that the officer must write is `null`.
    public static func blankReply(
        _ operation: NoticeOperation, answering notice: Notice, by member: MemberCode,
        sequence: Int, at now: Instant
    ) -> JSON {
        var document = blank(
            kind: notice.kind, operation: operation, from: member, to: [notice.from], at: now,
            number: 0, answering: "\(notice.thread)/\(notice.sequence)", sequence: sequence)
        document.takeOver(notice)
        return document
    }
}
