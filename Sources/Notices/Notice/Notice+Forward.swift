extension Notice {
    /// The notice of another member that a notice passes on.
    public struct Origin: Hashable, Sendable {
        /// The member that issued it.
        public let from: MemberCode
        /// Its notice number.
        public let thread: String
        /// The sequence of the statement that is passed on.
        public let sequence: Int
    }

    /// Kinds that a member may pass on under a number of its own.
    public static let forwardable: [NoticeKind] = [
        .greenNotice, .travelAlert, .groupAlert, .intelligenceProduct,
    ]

    /// The notice that this one passes on, from `forwardOf`; nil if there is none.
    public var forwardOf: Origin? {
        guard let origin = json["forwardOf"],
            let from = origin["from"]?.stringValue.flatMap({ MemberCode($0) }),
            let thread = origin["thread"]?.stringValue, let sequence = origin["sequence"]?.intValue
        else { return nil }
        return Origin(from: from, thread: thread, sequence: sequence)
    }

    /// This notice of another member as one of our own: the same words and handling codes, under a
    /// number of ours, with its origin in `forwardOf`.
    ///
    /// - Parameters:
    ///   - number: the running number, 0 to 999,999.
    ///   - contentDigest: the content digest of the message in which it arrived.
    public func forwarded(
        by member: MemberCode, to recipients: [MemberCode], number: Int, contentDigest: Digest,
        at now: Instant
    ) -> JSON {
        var document = json
        let thread = NoticeTemplate.noticeNumber(member, kind, now, number)
        document["operation"] = .string(NoticeTemplate.opening(of: kind).rawValue)
        document["from"] = .string(member.description)
        document["to"] = .array(recipients.map { .string($0.description) })
        document["createdAt"] = .string(now.description)
        document["threadId"] = .string(thread)
        document["sequence"] = 1
        if let name = kind.profile.numberMember { document[name] = .string(thread) }
        for key in ["supersedes", "change", "approvals", "precedence", "deadline", "inReplyTo"] {
            document[key] = nil
        }
        document["forwardOf"] = [
            "from": .string(from.description), "thread": .string(self.thread),
            "sequence": .number(JSONNumber(sequence)),
            "contentDigest": .string(contentDigest.description),
        ]
        return document
    }

    /// The handling codes, such as `H1`.
    public var handling: [String] {
        (json.at(pointer: "/handling/codes")?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// True if a request for consent concerns this notice, or all of its thread.
    public func concerns(_ origin: Origin) -> Bool {
        guard json.at(pointer: "/about/thread")?.stringValue == origin.thread else { return false }
        let sequence = json.at(pointer: "/about/sequence")?.intValue
        return sequence == nil || sequence == origin.sequence
    }

    /// The members to which a granted consent lets a notice be passed on; empty if it does not
    /// grant onward transfer.
    public var onwardConsent: Set<MemberCode> {
        let uses = json.at(pointer: "/granted/uses")?.arrayValue ?? []
        guard uses.contains("onward-transfer") else { return [] }
        let codes = json.at(pointer: "/granted/onwardTo")?.arrayValue ?? []
        return Set(codes.compactMap { $0.stringValue.flatMap { MemberCode($0) } })
    }
}
