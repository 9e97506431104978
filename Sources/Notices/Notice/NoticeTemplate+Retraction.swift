extension NoticeTemplate {
    /// The reason for taking a notice back: a reason of a correction, with that of an order to
    /// erase beside it.
    public enum RetractionReason: String, CaseIterable, Sendable {
        case wrongPerson = "wrong-person"
        case dataWrong = "data-wrong"
        case unlawful
        case outOfDate = "out-of-date"

        /// The reason in the words of a cancel.
        public var words: String {
            switch self {
            case .wrongPerson: "the wrong person"
            case .dataWrong: "the data are wrong"
            case .unlawful: "unlawful"
            case .outOfDate: "out of date"
            }
        }

        /// The code for an order to erase, which has fewer reasons: every other notice taken back
        /// was cancelled.
        var ofErasure: String {
            switch self {
            case .wrongPerson, .unlawful: rawValue
            case .dataWrong, .outOfDate: "cancelled"
            }
        }
    }

    /// One of the two statements that take a notice back for good, both due in 72 hours: a
    /// correction that states the fault, or an order to erase.
    ///
    /// - Parameters:
    ///   - kind: `.correction` or `.erasure`.
    ///   - notice: the last statement of the notice to take back, by its issuer.
    ///   - recipients: every member that got a part of it.
    ///   - number: the running number of the new notice.
    ///   - reason: the reason that an officer stated or a recipient reported.
    ///   - statement: the fault and the right facts; for a correction.
    public static func retraction(
        _ kind: NoticeKind, of notice: Notice, to recipients: [MemberCode], number: Int,
        reason: RetractionReason, statement: String, at now: Instant
    ) -> JSON {
        var document = envelope(
            kind, notice.from, recipients, now,
            thread: noticeNumber(notice.from, kind, now, number),
            retainUntil: .string(now.utcDate.adding(years: 1).description))
        document["operation"] = .string(opening(of: kind).rawValue)
        document.takeOver(notice)
        document["about"] = ["thread": .string(notice.thread)]
        document["reason"] = .string(kind == .erasure ? reason.ofErasure : reason.rawValue)
        document["due"] = .string((now + .hours(72)).description)
        if kind == .correction { document["statement"] = .string(statement) }
        return document
    }
}

extension Notice {
    /// The thread that this statement concerns, and a sequence if it states one; nil if there is
    /// none.
    public var about: (thread: String, sequence: Int?)? {
        json.at(pointer: "/about/thread")?.stringValue.map {
            ($0, json.at(pointer: "/about/sequence")?.intValue)
        }
    }

    /// True for an outcome that states of a person that it was not the one whom the notice means.
    public var saysWrongPerson: Bool {
        guard kind == .outcome else { return false }
        let members = json["members"]?.arrayValue ?? []
        return ([json] + members).contains { $0["result"]?.stringValue == "wrong-person" }
    }
}
