package import Notices
package import Ports

/// An alert that an import proposes, until an officer sends or discards it.
///
/// A closed draft keeps its number and the officer who closed it: so the same form is recognised,
/// and nothing of the person is kept.
package struct Draft: Sendable, Hashable {
    /// Open, or closed in one of two ways.
    package enum State: String, Sendable, CaseIterable { case open, sent, discarded }

    /// The document that the draft was made from: a form, or a passenger manifest.
    package enum Source: String, Sendable, CaseIterable {
        case form
        case manifest
    }

    /// The blind name of the source: the same form or passenger comes to the same name.
    package let name: RecordID
    /// The number of the thread that the draft would begin.
    package var number: String
    /// The kind of document that the draft was made from.
    package let source: Source
    /// The origin in the document, such as `sorna, line 12`, or a flight. No name of a person.
    package let origin: String
    /// The officer who imported it.
    package let officer: String
    /// The time of the import.
    package let created: Instant
    /// The recipients of the document.
    package var to: [MemberCode] = []
    /// The time at which it is too late for the first of the recipients; nil if the document gives
    /// none.
    package var deadline: Instant?
    /// Open, sent or discarded.
    package var state = State.open
    /// The notice or draft of ours that a passenger agreed with.
    package var subject: String?
    /// The strength of the agreement of a passenger with `subject`; nil for a form.
    package var agreement: Traveller.Agreement?
    /// The alert itself; nil once the draft is closed.
    package var document: JSON?
    /// The time of the closing; nil for an open draft.
    package var closed: Instant?
    /// The officer who closed it; nil for an open draft.
    package var closedBy: String?
    /// The reason for which it was discarded, if one was given.
    package var reason: String?

    /// An open draft without a document.
    package init(
        name: RecordID, number: String, source: Source, origin: String, officer: String,
        created: Instant
    ) {
        self.name = name
        self.number = number
        self.source = source
        self.origin = origin
        self.officer = officer
        self.created = created
    }

    /// The draft as an object, which `init(_:name:)` reads.
    package var json: JSON {
        [
            "number": .string(number), "source": .string(source.rawValue),
            "origin": .string(origin), "officer": .string(officer), "created": JSON(created),
            "to": .array(to.map { .string($0.description) }), "deadline": JSON(deadline),
            "state": .string(state.rawValue), "subject": JSON(subject),
            "agreement": JSON(agreement?.rawValue), "document": document ?? .null,
            "closed": JSON(closed), "closedBy": JSON(closedBy), "reason": JSON(reason),
        ]
    }
}

extension Draft {
    /// Takes the alert in, and sets the recipients and the deadline that a list shows of it.
    package mutating func write(_ document: JSON, rules: NoticeRules, at now: Instant) {
        self.document = document
        to = (document["to"]?.arrayValue ?? []).compactMap {
            $0.stringValue.flatMap { MemberCode($0) }
        }
        let notice = Notice.read(document.standingIn(at: now), rules: rules).notice
        deadline = notice.flatMap { notice in to.compactMap { notice.actBy(for: $0) }.min() }
    }

    /// Closes the draft as sent or discarded: the document, and so the person, is forgotten.
    package mutating func close(
        _ state: State, by officer: String, at now: Instant, reason: String? = nil
    ) {
        self.state = state
        document = nil
        closed = now
        closedBy = officer
        self.reason = reason
    }

    /// Reads the object that `json` wrote; nil for anything else.
    package init?(_ json: JSON, name: RecordID) {
        func text(_ key: String) -> String? { json[key]?.stringValue }
        func moment(_ key: String) -> Instant? { text(key).flatMap { Instant(rfc3339: $0) } }
        guard let number = text("number"),
            let source = text("source").flatMap({ Source(rawValue: $0) }),
            let origin = text("origin"), let officer = text("officer"),
            let created = moment("created"),
            let state = text("state").flatMap({ State(rawValue: $0) })
        else { return nil }
        self.init(
            name: name, number: number, source: source, origin: origin, officer: officer,
            created: created)
        to = (json["to"]?.arrayValue ?? []).compactMap {
            $0.stringValue.flatMap { MemberCode($0) }
        }
        deadline = moment("deadline")
        self.state = state
        subject = text("subject")
        agreement = text("agreement").flatMap { Traveller.Agreement(rawValue: $0) }
        document = json["document"].flatMap { $0.isNull ? nil : $0 }
        closed = moment("closed")
        closedBy = text("closedBy")
        reason = text("reason")
    }
}
