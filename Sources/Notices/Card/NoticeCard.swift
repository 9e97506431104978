/// One statement of a thread as a page, for the officer at a border who has it, and for an officer
/// of the country that sent it.
///
/// A statement that no longer holds says so before anything else, and then asks for nothing.
public struct NoticeCard: Sendable {
    /// The standing of the statement: whether it still holds, and if not, why.
    public enum Standing: Sendable, Equatable {
        case holds
        /// Its issuer took the notice back; the reason, if the issuer gave one.
        case withdrawn(reason: String?)
        /// A later statement of the thread holds in its place.
        case replaced(by: Int)
        /// Its issuer has put it aside, perhaps in an earlier statement.
        case suspended
        /// Past the day until which it stood.
        case expired
        /// Erased here, or settled.
        case closed
    }

    /// A file that belongs to the notice.
    public struct File: Sendable {
        /// The number by which an officer asks for the file, from 1.
        let number: Int
        let digest: String
        let words: String

        /// Takes a file of the notice.
        ///
        /// - Parameters:
        ///   - entry: the file's entry in the notice's `attachments`.
        ///   - state: the progress of the file's transfer, in words.
        public init(number: Int, _ entry: JSON, state: String) {
            self.number = number
            digest = entry["sha256"]?.stringValue ?? ""
            var words = [
                ShownText.foreign(entry["mediaType"]?.stringValue ?? ""),
                Wording.size(entry["bytes"]?.intValue ?? 0),
            ]
            if let caption = entry["caption"]?.stringValue {
                words.append(ShownText.foreign(caption))
            }
            if let taken = entry["takenOn"]?.stringValue {
                words.append("taken " + Wording.date(taken))
            }
            self.words = (words + [state]).joined(separator: ", ")
        }
    }

    /// The statement that the page shows.
    public let notice: Notice
    /// The member whose officer reads the page.
    public let reader: MemberCode
    /// The moment of reading, for spans such as `in 9 h 5 min`.
    public let now: Instant
    /// The standing of the statement here.
    public var standing = Standing.holds
    /// The urgency for the reader; nil leaves the line out.
    public var precedence: Precedence?
    /// The reader's deadline (`actBy`); nil leaves the line out.
    public var deadline: Instant?
    /// Outcome reports on the notice, each from the member that gave it.
    public var reports: [Notice] = []
    /// The files of the notice.
    public var files: [File] = []
    /// The command that takes a file out; nil where none can be.
    public var fileCommand: String?
    /// The person or office to call, with number and hours.
    public var call: String?
    /// The id of the message that carried the statement.
    public var id: String?

    /// Takes a statement that holds; the other facts are set afterwards.
    public init(notice: Notice, reader: MemberCode, now: Instant) {
        self.notice = notice
        self.reader = reader
        self.now = now
    }

    private var json: JSON { notice.json }

    /// True if officers are to act on the statement.
    private var stands: Bool {
        standing == .holds && !notice.operation.isCancel && notice.operation != .suspend
            && notice.validUntil.map { $0 >= now.utcDate } ?? true
    }

    /// The moment from which time left is counted; nil for a statement that no longer holds,
    /// because nobody is to hurry for it.
    private var counting: Instant? { stands ? now : nil }

    /// Members that have a section or a row of their own.
    private static let said: Set<String> = [
        "schema", "type", "operation", "from", "to", "createdAt", "threadId", "sequence",
        "supersedes", "inReplyTo", "precedence", "deadline", "validUntil", "retainUntil", "due",
        "handling", "classification", "legalBasis", "purpose", "evaluation", "approvals",
        "attachments", "change", "person", "members", "itinerary", "requests", "actions", "notTo",
        "warnings", "contact", "noticeNo", "alertNo", "specimen",
    ]

    /// The page; sections without content are left out when it is shown.
    public var page: CardPage {
        var page = CardPage(banner: banner)
        page.sections = [head]
        page.sections += people
        if stands { page.sections.append(asked) }
        page.sections += content
        page.sections.append(CardPage.Section("Reported", reports.flatMap(report)))
        page.sections.append(terms)
        page.sections.append(attached)
        page.sections.append(contact)
        return page
    }

    // MARK: The banner and the head

    private var banner: [String] {
        var lines: [String] = []
        switch standing {
        case .withdrawn(let reason):
            lines += withdrawn(reason)
        case .replaced(let sequence):
            lines.append(
                "REPLACED. Statement \(sequence) holds in its place: read that one, not this.")
        case .closed: lines.append("CLOSED. Nothing is to be done any more.")
        case .holds where notice.operation.isCancel:
            lines += withdrawn(json.at(pointer: "/change/reason")?.stringValue)
        case .suspended: lines.append(suspended)
        case .holds where notice.operation == .suspend: lines.append(suspended)
        case .holds, .expired:
            if let until = notice.validUntil, until < now.utcDate {
                lines.append("NO LONGER VALID: it stood until \(Wording.day(until)).")
            }
        }
        if json[Specimen.mark] != nil {
            lines.append("EXAMPLE: the people and facts in it are invented.")
        }
        return lines
    }

    private var suspended: String {
        "SUSPENDED by \(notice.from). Do not act on it until it is in force again."
    }

    private func withdrawn(_ reason: String?) -> [String] {
        var lines = ["WITHDRAWN by \(notice.from). Do not act on it."]
        if let reason { lines.append("Reason: " + ShownText.foreign(reason)) }
        return lines
    }

    private var head: CardPage.Section {
        let kind = CodeWords.phrase(notice.kind.rawValue, of: "*")
        var section = CardPage.Section("\(kind) \(notice.thread)")
        var statement =
            "\(notice.sequence): "
            + CodeWords.phrase(notice.operation.rawValue, of: "operation")
        if let reason = json.at(pointer: "/change/reason")?.stringValue {
            statement += " - " + ShownText.foreign(reason)
        }
        section.rows = [
            CardPage.Row("From", Wording.member(notice.from.description)),
            CardPage.Row("Statement", statement),
            CardPage.Row("Written", Wording.moment(notice.createdAt)),
        ]
        if let code = json.at(pointer: "/change/code")?.stringValue {
            section.rows.append(CardPage.Row("Change", CodeWords.phrase(code, of: "change")))
        }
        if let answered = json["inReplyTo"]?.stringValue {
            section.rows.append(CardPage.Row("Answers", ShownText.foreign(answered)))
        }
        if let classification = json["classification"]?.stringValue {
            section.rows.append(
                CardPage.Row(
                    "Classified", CodeWords.phrase(classification, of: "classification")))
        }
        guard stands else { return section }
        if let precedence {
            section.rows.append(
                CardPage.Row("Urgency", CodeWords.phrase(precedence.rawValue, of: "precedence")))
        }
        if let deadline {
            section.rows.append(
                CardPage.Row(
                    "Act by",
                    Wording.moment(deadline, zone: landingZone)
                        + " (\(Wording.distance(to: deadline, from: now)))"))
        }
        return section
    }

    /// The zone of the place where a person lands in the reader's country.
    private var landingZone: IANAZone? {
        notice.journeys.flatMap(\.legs).filter { $0.status != .cancelled }
            .first { $0.toCountry == notice.host(of: reader) }.flatMap { IANAZone($0.arriveZone) }
    }

    // MARK: Persons and journeys

    private var fileNames: [String: String] {
        Dictionary(
            files.map { ($0.digest, "file \($0.number)") }, uniquingKeysWith: { first, _ in first })
    }

    private var people: [CardPage.Section] {
        var sections: [CardPage.Section] = []
        if let person = json["person"] {
            sections.append(
                CardPage.Section("Person", CardRows.person(person, files: fileNames)))
        }
        let deadlines = notice.groupDeadlines(for: reader)
        for (index, member) in (notice.kind == .groupAlert ? json["members"]?.arrayValue ?? [] : [])
            .enumerated()
        {
            let number = member["memberNo"]?.intValue ?? index + 1
            let state = member["state"]?.stringValue ?? "travelling"
            var rows = [CardPage.Row("State", CodeWords.phrase(state, of: "state"))]
            if let own = deadlines.first(where: { $0.memberNo == number }), stands {
                rows += [
                    CardPage.Row("Lands", Wording.moment(own.arrival, zone: landingZone)),
                    CardPage.Row(
                        "Act by",
                        Wording.moment(own.actBy, zone: landingZone)
                            + " (\(Wording.distance(to: own.actBy, from: now)))"),
                ]
            }
            rows += CardRows.person(member["person"] ?? [:], files: fileNames)
            if let itinerary = member["itinerary"] {
                rows += CardRows.journey(itinerary, notice.ownLegs[index] ?? [], at: counting)
            }
            for (key, value) in member.objectValue ?? [:]
            where !["memberNo", "state", "person", "itinerary"].contains(key) {
                rows += CardRows.rows(value, key, in: "members")
            }
            sections.append(CardPage.Section("Person \(number)", rows))
        }
        if let warnings = json["warnings"] ?? json.at(pointer: "/person/warnings") {
            sections.append(
                CardPage.Section("Take care", CardRows.rows(warnings, "warnings")))
        }
        if let itinerary = json["itinerary"] {
            sections.append(
                CardPage.Section("Journey", CardRows.journey(itinerary, notice.legs, at: counting)))
        }
        return sections
    }

    // MARK: Requests

    private var asked: CardPage.Section {
        var section = CardPage.Section("What is asked")
        let asked = (json["requests"] ?? json.at(pointer: "/actions/requested"))?.arrayValue ?? []
        let forbidden = (json.at(pointer: "/actions/notTo") ?? json["notTo"])?.arrayValue ?? []
        for (label, codes, member) in [
            ("Please", asked, "requested"), ("Limits", forbidden, "notTo"),
        ] {
            for (index, code) in codes.compactMap(\.stringValue).enumerated() {
                section.rows.append(
                    CardPage.Row(index == 0 ? label : "", CodeWords.phrase(code, of: member)))
            }
        }
        if !asked.isEmpty {
            section.rows.append(
                CardPage.Row("", "What is done is for the law of \(reader) to decide."))
        }
        if let due = json["due"] { section.rows += CardRows.rows(due, "due") }
        return section
    }

    // MARK: The rest of the content

    private var content: [CardPage.Section] {
        let names = [
            "threat": "Threat", "judicial": "Convictions", "convictionSummary": "Conviction",
        ]
        var sections: [CardPage.Section] = []
        var rest = CardPage.Section("What it says")
        for (key, value) in json.objectValue ?? [:] where !Self.said.contains(key) {
            if let heading = names[key], let object = value.objectValue {
                sections.append(
                    CardPage.Section(
                        heading, object.flatMap { CardRows.rows($0.1, $0.0, in: key) }))
            } else {
                rest.rows += CardRows.rows(value, key)
            }
        }
        // An outcome lists the result for each person of a group.
        if notice.kind != .groupAlert, let members = json["members"] {
            rest.rows += CardRows.rows(members, "members")
        }
        return sections + [rest]
    }

    private func report(_ report: Notice) -> [CardPage.Row] {
        let result = report.json["result"]?.stringValue ?? ""
        var words = [CodeWords.phrase(result, of: "result")]
        if let at = report.json["at"]?.stringValue.flatMap({ Instant(rfc3339: $0) }) {
            words.append(Wording.moment(at))
        }
        if let port = report.json["port"]?.stringValue { words.append(Wording.place(port)) }
        words.append(CodeWords.phrase(report.operation.rawValue, of: "operation"))
        if let confirmation = report.json["confirmation"]?.stringValue {
            words.append(ShownText.foreign(confirmation))
        }
        return [CardPage.Row("By \(report.from)", words.joined(separator: ", "))]
    }

    // MARK: Terms, files and contact

    private var terms: CardPage.Section {
        var section = CardPage.Section("How it may be used")
        for (index, code) in (json.at(pointer: "/handling/codes")?.arrayValue ?? [])
            .compactMap(\.stringValue).enumerated()
        {
            section.rows.append(
                CardPage.Row(
                    index == 0 ? "Handling" : "", CodeWords.phrase(code, of: "handling")))
        }
        if let text = json.at(pointer: "/handling/text")?.stringValue {
            section.rows.append(CardPage.Row("", ShownText.foreign(text)))
        }
        for key in ["purpose", "evaluation", "legalBasis", "validUntil", "retainUntil"] {
            if let value = json[key] { section.rows += CardRows.rows(value, key) }
        }
        return section
    }

    private var attached: CardPage.Section {
        var rows = files.map { CardPage.Row("File \($0.number)", $0.words) }
        if let fileCommand, !files.isEmpty {
            rows.append(CardPage.Row("Take it out", fileCommand, isVerbatim: true))
        }
        return CardPage.Section("Files", rows)
    }

    private var contact: CardPage.Section {
        var section = CardPage.Section("Whom to call")
        if let call { section.rows.append(CardPage.Row(notice.from.description, call)) }
        if let contact = json["contact"] { section.rows += CardRows.rows(contact, "contact") }
        if let id { section.rows.append(CardPage.Row("Message", id, isVerbatim: true)) }
        return section
    }
}
