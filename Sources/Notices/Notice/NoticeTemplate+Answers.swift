/// Answers that a verb writes. Their facts come from the answering officer; handling, legal basis
/// and purpose are those of the notice that is answered.
extension NoticeTemplate {
    /// The facts of an outcome, as an officer reports them.
    public struct Report: Sendable {
        /// A code of the outcome's schema.
        public var result: String
        /// The moment of the event.
        public var at: Instant
        /// The code of the place; nil if it is not reported.
        public var port: String?
        /// The law by which the person was refused entry; nil unless that happened.
        public var refusalBasis: String?
        /// The journey on which a refused person was returned, as `/returnedOn`; nil if it is not
        /// reported.
        public var returnedOn: JSON?
        /// The means by which the identity was confirmed, as codes of the schema.
        public var identityConfirmedBy: [String] = []
        /// A remark of the officer; nil if there is none.
        public var note: String?
        /// The reason why the report is final although the traveller has not landed yet, or an
        /// earlier report states another result.
        public var confirmation: String?

        /// A report with its two required facts.
        public init(result: String, at: Instant) {
            self.result = result
            self.at = at
        }
    }

    /// The outcome report on a notice that arrived.
    ///
    /// - Parameters:
    ///   - sequence: the sequence of the reporting member, 1 for its first report in this thread.
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

    /// The confirmation of a recipient that has done what a correction or an order to erase
    /// demands.
    ///
    /// - Parameters:
    ///   - sequence: the sequence of the answering member in that thread.
    ///   - copies: for an erasure, the number of bodies erased.
    public static func confirmation(
        of order: Notice, by member: MemberCode, sequence: Int, copies: Int, at now: Instant
    ) -> JSON {
        var document = answer(order.kind, .confirm, to: order, by: member, sequence, at: now)
        document["at"] = .string(now.description)
        if order.kind == .erasure { document["copies"] = .number(JSONNumber(copies)) }
        return document
    }

    /// The answer to a member that was shown a certificate.
    ///
    /// - Parameter sequence: the sequence of the answering member in that thread.
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

    /// The members that every answer to a notice has.
    static func answer(
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
    /// Takes over handling, legal basis and purpose of the notice that a statement concerns.
    mutating func takeOver(_ notice: Notice) {
        for member in ["handling", "classification", "legalBasis", "purpose"] {
            if let value = notice.json[member] { self[member] = value }
        }
    }
}
