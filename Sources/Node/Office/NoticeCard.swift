internal import Exchange
internal import Notices
internal import Ports

/// One page for the officer at the border: who, when, what is asked, what is not allowed, whom to
/// call. Coded values are printed as they stand.
struct NoticeCard {
    let notice: Notice
    let item: InboxItem
    let telephone: String
    let now: Instant
    /// Whose border it is.
    let member: MemberCode

    var text: String {
        var lines = [
            "\(notice.kind.rawValue) \(notice.thread)/\(notice.sequence) from \(item.from)"
                + " · \(item.precedence.rawValue) · \(item.state.rawValue)"
        ]
        if let deadline = item.deadline {
            lines.append("Act by     \(deadline)\(remaining(deadline))")
        }
        lines.append("")
        lines += person
        lines += legs
        lines += list("Asked", "/requests", "/actions/requested")
        lines += list("Not allowed", "/actions/notTo", "/notTo")
        lines += list("Warnings", "/warnings", "/person/warnings")
        lines += Self.texts.compactMap { label, pointer in
            notice.json.at(pointer: pointer)?.stringValue.map {
                label + String(repeating: " ", count: 11 - label.count) + $0
            }
        }
        if let change = notice.json.at(pointer: "/change/reason")?.stringValue {
            lines.append("Changed    \(change)")
        }
        if let operation = notice.json["operation"]?.stringValue {
            lines.append("Operation  \(operation)")
        }
        if let result = notice.json["result"]?.stringValue { lines.append("Result     \(result)") }
        lines += [
            "", "Call       \(telephone) (\(item.from), day and night)", "Id         \(item.id)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is printed of any kind that has it.
    private static let texts = [
        ("Title", "/title"), ("About", "/about/thread"), ("Answers", "/inReplyTo"),
        ("Asked", "/question"), ("Answer", "/answer"), ("Use", "/use"), ("Where", "/where"),
        ("Place", "/place"), ("Category", "/category"), ("Told", "/statement"),
        ("What", "/description"), ("Summary", "/summary"), ("Number", "/certificateNo"),
        ("Verified", "/verification"), ("Reason", "/reason"), ("Refused", "/refusal/basis"),
    ]

    private func remaining(_ deadline: Instant) -> String {
        let minutes = deadline.since(now).wholeSeconds / 60
        return minutes < 0 ? " (past)" : " (in \(minutes / 60) h \(minutes % 60) m)"
    }

    private var person: [String] {
        var lines: [String] = []
        let deadlines = notice.groupDeadlines(for: member)
        guard notice.kind == .groupAlert else {
            for person in notice.persons { lines += Self.lines(of: person) }
            return lines
        }
        for one in notice.json["members"]?.arrayValue ?? [] {
            let number = one["memberNo"]?.intValue ?? 0
            let state = one["state"]?.stringValue ?? "travelling"
            lines.append("Person     \(number), \(state)")
            if let deadline = deadlines.first(where: { $0.memberNo == number }) {
                lines.append("Lands      \(deadline.arrival) (UTC)")
                lines.append("Act by     \(deadline.actBy)\(remaining(deadline.actBy))")
            }
            lines += Self.lines(of: one["person"] ?? [:])
        }
        return lines
    }

    private static func lines(of person: JSON) -> [String] {
        var lines: [String] = []
        for identity in person["identities"]?.arrayValue ?? [] {
            let family = identity["primaryIdentifier"]?.stringValue ?? ""
            let given = identity["secondaryIdentifier"]?.stringValue ?? ""
            let kind = identity["kind"]?.stringValue ?? ""
            lines.append("Name       \(family)\(given.isEmpty ? "" : ", " + given) (\(kind))")
        }
        if let born = person.at(pointer: "/birth/date")?.stringValue {
            lines.append("Born       \(born)")
        }
        for document in person["documents"]?.arrayValue ?? [] {
            let number = document["number"]?.stringValue ?? ""
            let issuer = document["issuer"]?.stringValue ?? ""
            lines.append("Document   \(number) (\(issuer))")
            for line in document["mrz"]?.arrayValue ?? [] {
                lines.append("           \(line.stringValue ?? "")")
            }
        }
        return lines
    }

    private var legs: [String] {
        var told: Set<[Leg]> = []
        return notice.journeys.map(\.legs).filter { told.insert($0).inserted }.joined().map { leg in
            "Travels    \(leg.service) \(leg.from) → \(leg.to), arrives \(leg.arrives) (UTC)"
        }
    }

    private func list(_ label: String, _ pointers: String...) -> [String] {
        for pointer in pointers {
            let words = (notice.json.at(pointer: pointer)?.arrayValue ?? [])
                .compactMap(\.stringValue)
            guard !words.isEmpty else { continue }
            let padding = String(repeating: " ", count: max(1, 11 - label.count))
            return [label + padding + words.joined(separator: ", ")]
        }
        return []
    }
}
