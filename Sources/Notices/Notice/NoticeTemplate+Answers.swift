/// Answers that a verb writes. What they say comes from whoever answers; the handling, the legal
/// basis and the purpose are those of the notice that is answered.
extension NoticeTemplate {
    /// What happened, as an officer reports it.
    public struct Report: Sendable {
        /// A code of the outcome's schema.
        public var result: String
        /// When it happened.
        public var at: Instant
        public var port: String?
        /// The law by which somebody was refused.
        public var refusalBasis: String?
        /// The way back of somebody who was refused.
        public var returnedOn: JSON?
        public var identityConfirmedBy: [String] = []
        public var note: String?
        /// Why it is final although the traveller has not landed yet, or an earlier report says
        /// otherwise.
        public var confirmation: String?

        public init(result: String, at: Instant) {
            self.result = result
            self.at = at
        }
    }

    /// The report on a notice that arrived.
    ///
    /// - Parameters:
    ///   - sequence: the reporting member's own, 1 for its first report in this thread.
    ///   - operation: `.interim` or `.final`.
    public static func outcome(
        answering notice: Notice, by member: MemberCode, sequence: Int = 1,
        operation: NoticeOperation = .final, _ report: Report, at now: Instant
    ) -> JSON {
        var document = answer(.outcome, operation, to: notice, by: member, sequence, at: now)
        document["result"] = .string(report.result)
        document["at"] = .string(report.at.description)
        document["port"] = report.port.map { .string($0) }
        document["refusalBasis"] = report.refusalBasis.map { .string($0) }
        document["returnedOn"] = report.returnedOn
        if !report.identityConfirmedBy.isEmpty {
            document["identityConfirmedBy"] = .array(
                report.identityConfirmedBy.map { .string($0) })
        }
        document["note"] = report.note.map { .string($0) }
        document["confirmation"] = report.confirmation.map { .string($0) }
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
        var document = answer(order.kind, .confirm, to: order, by: member, sequence, at: now)
        document["at"] = .string(now.description)
        if order.kind == .erasure { document["copies"] = .number(JSONNumber(copies)) }
        return document
    }

    /// The answer to whoever was shown a certificate.
    ///
    /// - Parameter sequence: the answering member's own in that thread.
    public static func verification(
        of asked: Notice, says verification: Verification, by member: MemberCode, sequence: Int,
        at now: Instant
    ) -> JSON {
        var document = answer(.certificate, .confirm, to: asked, by: member, sequence, at: now)
        document["certificateNo"] = asked.json["certificateNo"]
        document["verification"] = .string(verification.rawValue)
        document["padding"] = .string(verification.padding)
        return document
    }

    private static func answer(
        _ kind: NoticeKind, _ operation: NoticeOperation, to notice: Notice, by member: MemberCode,
        _ sequence: Int, at now: Instant
    ) -> JSON {
        let today = now.utcDate
        let retain = min(
            max(notice.retainUntil ?? today, today),
            today.adding(years: Judgement.keepYearsMax))
        var document = envelope(
            kind, member, [notice.from], now, thread: notice.thread,
            retainUntil: .string(retain.description))
        document["operation"] = .string(operation.rawValue)
        document["sequence"] = .number(JSONNumber(sequence))
        document["inReplyTo"] = .string("\(notice.thread)/\(notice.sequence)")
        document.takeOver(notice)
        return document
    }
}

extension JSON {
    /// Handling, legal basis and purpose of the notice that a statement speaks of.
    mutating func takeOver(_ notice: Notice) {
        for member in ["handling", "classification", "legalBasis", "purpose"] {
            if let value = notice.json[member] { self[member] = value }
        }
    }
}
