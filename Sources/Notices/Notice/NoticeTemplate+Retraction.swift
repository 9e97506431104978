extension NoticeTemplate {
    /// Why a notice is taken back: a reason of a correction, and the one of an order to erase
    /// beside it.
    public enum RetractionReason: String, CaseIterable, Sendable {
        case wrongPerson = "wrong-person"
        case dataWrong = "data-wrong"
        case unlawful
        case outOfDate = "out-of-date"

        /// As the cancel says it.
        public var words: String {
            switch self {
            case .wrongPerson: "the wrong person"
            case .dataWrong: "the data are wrong"
            case .unlawful: "unlawful"
            case .outOfDate: "out of date"
            }
        }

        /// An order to erase knows fewer: what else is taken back was cancelled.
        var ofErasure: String {
            switch self {
            case .wrongPerson, .unlawful: rawValue
            case .dataWrong, .outOfDate: "cancelled"
            }
        }
    }

    /// What takes a notice back for good: a correction that says what was wrong, and an order to
    /// erase it, both due in 72 hours.
    ///
    /// - Parameters:
    ///   - kind: `.correction` or `.erasure`.
    ///   - notice: the last statement of the notice that must go, of `from`.
    ///   - recipients: everybody who got something of it.
    ///   - number: the running number of this one.
    ///   - reason: why, as an officer said or a recipient reported.
    ///   - statement: what was wrong, and what is right; for a correction.
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
