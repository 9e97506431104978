/// One statement of a notice, read and found valid.
///
/// The document is kept as it was written, unknown fields included; what is typed here is what the
/// node decides by.
public struct Notice: Sendable {
    public let kind: NoticeKind
    public let operation: NoticeOperation
    /// The issuing member.
    public let from: MemberCode
    /// Whom it is meant for, in the order written.
    public let to: [MemberCode]
    /// The life this statement belongs to: the notice's number.
    public let thread: String
    /// 1, 2, … per issuing member and thread.
    public let sequence: Int
    public let createdAt: Instant
    /// The whole document.
    public let json: JSON
    /// Of a travel alert, the legs whose times and countries are known; of a group alert, those of
    /// the common journey; else empty.
    public let legs: [Leg]
    /// Of those of a group who have a journey of their own, by their place in `members`.
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

    /// The same for a document that was parsed already.
    public static func read(_ json: JSON, rules: NoticeRules) -> NoticeVerdict {
        let judgement = Judgement(json, rules: rules)
        guard judgement.faults.isEmpty else { return .refused(judgement.faults) }
        guard let notice = Notice(judgement) else {
            preconditionFailure("a document that the schema accepts has these fields")
        }
        return .valid(notice, warnings: judgement.warnings)
    }

    /// A document that was judged when it was taken in, and is kept since: today's rules no longer
    /// decide whether it can be read.
    ///
    /// - Returns: nil only for what is no notice of these versions at all.
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

    /// Where the member that speaks stands in the thread.
    public var side: NoticeSide { NoticeSide(of: from, in: thread) }

    /// What an answer answers: a notice number, and a sequence if the author named one.
    public var inReplyTo: String? { json["inReplyTo"]?.stringValue }

    /// Until when it stands, the day included; nil if it does not say.
    public var validUntil: CivilDate? {
        json["validUntil"]?.stringValue.flatMap { CivilDate(iso8601: $0) }
    }

    /// Until when recipients may keep it, the day included.
    public var retainUntil: CivilDate? {
        json["retainUntil"]?.stringValue.flatMap { CivilDate(iso8601: $0) }
    }
}

extension Notice {
    /// When it stops being useful to a recipient: the next arrival there, as of when it was
    /// written, less the lead time; without a journey, what the issuer wrote in `due`.
    ///
    /// - Returns: nil for a country that the journey does not enter, and for answers.
    public func actBy(for member: MemberCode) -> Instant? {
        guard legs.isEmpty else {
            return journeys.arrival(in: rules.host(of: member), asOf: createdAt)
                .map { $0 - rules.lead(for: member) }
        }
        return side == .issuer ? due : nil
    }

    /// The landing in a member's country that is still to come, as of when the notice was written,
    /// or the first.
    public func nextLanding(in member: MemberCode) -> Instant? {
        journeys.arrival(in: rules.host(of: member), asOf: createdAt)
    }

    /// The country whose landings concern a member.
    func host(of member: MemberCode) -> MemberCode { rules.host(of: member) }

    /// The last arrival of anybody in a recipient's country.
    public func lastArrival(for member: MemberCode) -> Instant? {
        journeys.lastArrival(in: rules.host(of: member))
    }

    /// The journeys of those who still travel; empty for what is about no journey.
    public var journeys: [Journey] { Journey.all(of: json, legs, ownLegs) }

    /// Of a group alert: when each of the group next lands in a recipient's country, and by when it
    /// must know; those who do not enter it, or travel no more, are left out.
    public func groupDeadlines(
        for member: MemberCode
    ) -> [(memberNo: Int, arrival: Instant, actBy: Instant)] {
        journeys.arrivals(in: rules.host(of: member), asOf: createdAt).compactMap {
            number, arrival in
            number.map { ($0, arrival, arrival - rules.lead(for: member)) }
        }
    }

    /// By when a recipient should have acted.
    private var due: Instant? { json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) } }

    /// How soon it must leave, at a moment.
    ///
    /// Follows from the time left; flash once the traveller is under way to this country. Each kind
    /// has a floor, for example a cancelled travel alert is at least immediate; so are an outcome
    /// `wrong-person` and a change `person-mistaken`, because somebody may be suffering from the
    /// mistake. What the officer wrote is taken when it is more urgent.
    public func precedence(for member: MemberCode, at now: Instant) -> Precedence {
        // An arrival that is past has happened; a question that is late is only late.
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
    /// Members whose names start with `domestic` or `x-domestic` are taken out at any depth, and
    /// the fields that the policy names; `to` and `deadline` name only the recipients, and nothing
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
