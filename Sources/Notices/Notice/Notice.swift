/// One statement of a notice, read and found valid.
///
/// The document is kept as it was written, unknown fields included. The typed properties are the
/// facts on which the node decides.
public struct Notice: Sendable {
    /// The kind of the notice.
    public let kind: NoticeKind
    /// The effect of this statement on its thread.
    public let operation: NoticeOperation
    /// The issuing member.
    public let from: MemberCode
    /// The members that the statement is meant for, in the order written.
    public let to: [MemberCode]
    /// The number of the notice, which names the thread that the statement belongs to.
    public let thread: String
    /// The place among the statements of this member in the thread, from 1.
    public let sequence: Int
    /// The moment at which it was written.
    public let createdAt: Instant
    /// The whole document.
    public let json: JSON
    /// The legs whose times and countries are known: those of a travel alert, or those of the
    /// common journey of a group alert. Empty for other kinds.
    public let legs: [Leg]
    /// The legs of each person in a group who has an own journey, by the person's index in
    /// `members`.
    let ownLegs: [Int: [Leg]]
    let rules: NoticeRules

    /// Reads a document and judges it by its schema and every rule.
    ///
    /// - Parameter bytes: strict JSON, at most `JSONLimits.notice`.
    public static func read(_ bytes: [UInt8], rules: NoticeRules) -> NoticeVerdict {
        do throws(JSONFault) {
            return read(try JSON.parse(bytes), rules: rules)
        } catch {
            return .refused([error.asFault])
        }
    }

    /// Judges a document that was parsed already.
    public static func read(_ json: JSON, rules: NoticeRules) -> NoticeVerdict {
        let judgement = Judgement(json, rules: rules)
        guard judgement.faults.isEmpty else { return .refused(judgement.faults) }
        guard let notice = Notice(judgement) else {
            preconditionFailure("a document that the schema accepts has these fields")
        }
        return .valid(notice, warnings: judgement.warnings)
    }

    /// Reads a document that was judged when it arrived, and has been kept since. Today's rules do
    /// not decide whether it can be read.
    ///
    /// - Returns: nil only if it is no notice of these versions at all.
    public static func kept(_ bytes: [UInt8], rules: NoticeRules) -> Notice? {
        guard let json = try? JSON.parse(bytes) else { return nil }
        return Notice(Judgement(json, rules: rules))
    }

    private init?(_ judgement: Judgement) {
        let json = judgement.json
        guard let kind = judgement.kind, let operation = judgement.operation,
            let from = json["from"]?.stringValue.flatMap({ MemberCode($0) }),
            let to = json["to"]?.arrayValue?.compactMap({
                $0.stringValue.flatMap { MemberCode($0) }
            }),
            let thread = json["threadId"]?.stringValue, let sequence = json["sequence"]?.intValue,
            let createdAt = judgement.createdAt
        else { return nil }
        self.kind = kind
        self.operation = operation
        self.from = from
        self.to = to
        self.thread = thread
        self.sequence = sequence
        self.createdAt = createdAt
        self.json = json
        legs = judgement.legs
        ownLegs = judgement.ownLegs
        rules = judgement.rules
    }

    /// The side of the thread on which the writing member stands.
    public var side: NoticeSide { NoticeSide(of: from, in: thread) }

    /// The statement that an answer answers: a notice number, and a sequence if the author wrote
    /// one.
    public var inReplyTo: String? { json["inReplyTo"]?.stringValue }

    /// The last day on which it stands; nil if it states none.
    public var validUntil: CivilDate? {
        json["validUntil"]?.stringValue.flatMap { CivilDate(iso8601: $0) }
    }

    /// The last day on which recipients may keep it; nil if it states none.
    public var retainUntil: CivilDate? {
        json["retainUntil"]?.stringValue.flatMap { CivilDate(iso8601: $0) }
    }
}

extension Notice {
    /// The deadline of a recipient: the next arrival there, seen from the time of writing, less the
    /// lead time. Without a journey it is the issuer's `due`.
    ///
    /// - Returns: nil for a country that the journey does not enter, and for answers.
    public func actBy(for member: MemberCode) -> Instant? {
        guard legs.isEmpty else {
            return journeys.arrival(in: rules.host(of: member), asOf: createdAt)
                .map { $0 - rules.lead(for: member) }
        }
        return side == .issuer ? due : nil
    }

    /// The next landing in a member's country, seen from the time of writing. If all are over, it
    /// is the first.
    public func nextLanding(in member: MemberCode) -> Instant? {
        journeys.arrival(in: rules.host(of: member), asOf: createdAt)
    }

    /// The country whose landings concern a member.
    func host(of member: MemberCode) -> MemberCode { rules.host(of: member) }

    /// The last arrival of any person in a recipient's country.
    public func lastArrival(for member: MemberCode) -> Instant? {
        journeys.lastArrival(in: rules.host(of: member))
    }

    /// The journeys of all persons who still travel; empty for a notice without a journey.
    public var journeys: [Journey] { Journey.all(of: json, legs, ownLegs) }

    /// The deadlines of a group alert: for each person the next landing in a recipient's country,
    /// and the time by which it must know. Persons who do not enter the country, or no longer
    /// travel, are left out.
    public func groupDeadlines(
        for member: MemberCode
    ) -> [(memberNo: Int, arrival: Instant, actBy: Instant)] {
        journeys.arrivals(in: rules.host(of: member), asOf: createdAt).compactMap {
            number, arrival in
            number.map { ($0, arrival, arrival - rules.lead(for: member)) }
        }
    }

    /// The time by which a recipient should have acted, as the issuer wrote it.
    private var due: Instant? { json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) } }

    /// The urgency for a recipient, at a moment.
    ///
    /// It follows from the time left, and is flash once the traveller is under way to this country.
    /// Each kind has a floor: for example, a cancelled travel alert is at least immediate. An
    /// outcome `wrong-person` and a change `person-mistaken` are at least immediate too, because a
    /// person may be suffering from the mistake. A more urgent precedence of the officer's counts.
    public func precedence(for member: MemberCode, at now: Instant) -> Precedence {
        // A past arrival has happened, so nothing is urgent any more; a late question is only late.
        let actBy = actBy(for: member).flatMap { legs.isEmpty && $0 <= now ? nil : $0 }
        let computed = Precedence(
            actBy: actBy, at: now,
            airborne: journeys.isUnderway(to: rules.host(of: member), at: now))
        let written = json["precedence"]?.stringValue.flatMap { Precedence(rawValue: $0) }
        let isMistake =
            json["result"]?.stringValue == "wrong-person"
            || json.at(pointer: "/change/code")?.stringValue == "person-mistaken"
        let profile = kind.profile
        return min(
            computed, written ?? .routine, profile.floor, isMistake ? .immediate : .routine,
            operation.isCancel ? profile.cancelFloor : .routine)
    }

    /// The document as these recipients may see it.
    ///
    /// Members whose names start with `domestic` or `x-domestic` are removed at any depth, and so
    /// are the fields that the policy names. `to` and `deadline` name only the recipients. Nothing
    /// else changes: the same recipients always get the same bytes.
    public func rendition(
        for recipients: [MemberCode], removing paths: [FieldPath] = []
    ) -> JSON {
        var document = Self.withoutDomestic(json).removing(paths)
        document["to"] = .array(recipients.map { .string($0.description) })
        if let deadlines = document["deadline"]?.objectValue {
            let own = Set(recipients.map(\.description))
            document["deadline"] = .object(JSONObject(deadlines.filter { own.contains($0.0) }))
        }
        return document
    }

    private static func withoutDomestic(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): .array(elements.map(withoutDomestic))
        case .object(let object):
            .object(
                JSONObject(
                    object.lazy.filter { !Judgement.isDomestic($0.0) }
                        .map { ($0.0, withoutDomestic($0.1)) }))
        default: value
        }
    }
}
