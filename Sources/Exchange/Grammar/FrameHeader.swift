public import Notices

/// The header outside the encryption: only what a relay needs. Never a kind, never a name.
public struct FrameHeader: Sendable, Hashable {
    /// One recipient of this seal, as a relay may see it.
    public struct Recipient: Sendable, Hashable {
        /// The recipient.
        public let member: MemberCode
        /// Urgency of the message for this recipient.
        public let precedence: Precedence
        /// The recipient's deadline, rounded down to a quarter of an hour; nil for none.
        public let deadline: Instant?
        /// The encryption key this seal is made to.
        public let keyID: KeyID

        /// Rounds the deadline down to `WireProtocol.deadlineGrain`.
        public init(member: MemberCode, precedence: Precedence, deadline: Instant?, keyID: KeyID) {
            self.member = member
            self.precedence = precedence
            self.deadline = deadline?.flooredTo(WireProtocol.deadlineGrain)
            self.keyID = keyID
        }
    }

    /// The sender.
    public let from: MemberCode
    /// The message's id, the same in every seal of it.
    public let id: MessageID
    /// The number of this encryption of the message: 1, 2, …
    public let seal: Int
    /// SHA-256 of the inner SignedData.
    public let contentDigest: Digest
    /// The instant from which transport life counts.
    public let created: Instant
    /// The end of transport life: within `WireProtocol.lifeMax` after `created`.
    public let expires: Instant
    /// Length of the AuthEnvelopedData that follows, bytes.
    public let envelopeBytes: Int
    /// The recipients of this seal.
    public let recipients: [Recipient]

    /// Takes the fields as they are; `read` checks those of a peer.
    public init(
        from: MemberCode, id: MessageID, seal: Int, contentDigest: Digest, created: Instant,
        expires: Instant, envelopeBytes: Int, recipients: [Recipient]
    ) {
        self.from = from
        self.id = id
        self.seal = seal
        self.contentDigest = contentDigest
        self.created = created
        self.expires = expires
        self.envelopeBytes = envelopeBytes
        self.recipients = recipients
    }

    /// The members that this seal is made for, in the order of `recipients`.
    public var to: [MemberCode] { recipients.map(\.member) }
}

extension FrameHeader {
    /// The content of the outer SignedData.
    public func frame(envelope: [UInt8]) -> [UInt8] {
        HeaderedBytes.join(json, [envelope])
    }

    /// Reads the content of an outer SignedData.
    ///
    /// - Throws: `malformed`, `versionUnsupported` or `suiteUnsupported`.
    public static func read(
        _ content: ArraySlice<UInt8>
    ) throws(GrammarRefusal) -> (
        header: FrameHeader, envelope: ArraySlice<UInt8>
    ) {
        let (json, rest) = try HeaderedBytes.split(content)
        try checkVersion(json)
        // A `suite` that is no string is refused as malformed, below.
        if let suite = json["suite"]?.stringValue, suite != WireProtocol.suite {
            throw GrammarRefusal(.suiteUnsupported, "an unknown suite")
        }
        let header = try grammar { () throws(StrictObject.Refusal) in try FrameHeader(json) }
        let parts = try HeaderedBytes.cut(rest, into: [header.envelopeBytes])
        try MessageLife.check(created: header.created, expires: header.expires)
        return (header, parts[0])
    }

    private var json: JSON {
        [
            "version": JSON(integerLiteral: WireProtocol.version),
            "suite": .string(WireProtocol.suite),
            "from": .string(from.description),
            "id": .string(id.description),
            "to": .array(to.map { .string($0.description) }),
            "seal": .number(JSONNumber(seal)),
            "contentDigest": .string(contentDigest.description),
            "created": .string(created.description),
            "expires": .string(expires.description),
            "envelopeBytes": .number(JSONNumber(envelopeBytes)),
            "recipients": .array(
                recipients.map { recipient in
                    [
                        "member": .string(recipient.member.description),
                        "precedence": .string(recipient.precedence.rawValue),
                        "deadline": recipient.deadline.map { .string($0.description) } ?? .null,
                        "keyID": .string(recipient.keyID.description),
                    ]
                }),
        ]
    }

    private init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json,
            members: [
                "version", "suite", "from", "id", "to", "seal", "contentDigest", "created",
                "expires", "envelopeBytes", "recipients",
            ], path: "frame")
        var recipients: [Recipient] = []
        for json in try object.array("recipients", countMax: WireProtocol.recipientsMax) {
            let recipient = try StrictObject(
                json, members: ["member", "precedence", "deadline", "keyID"],
                path: "frame.recipients")
            let deadline = try recipient.optional("deadline") { Instant(utcSecond: $0) }
            guard deadline?.flooredTo(WireProtocol.deadlineGrain) == deadline else {
                throw StrictObject.Refusal("frame.recipients.deadline says too much")
            }
            recipients.append(
                Recipient(
                    member: try recipient.value("member") { MemberCode($0) },
                    precedence: try recipient.value("precedence") { Precedence(rawValue: $0) },
                    deadline: deadline,
                    keyID: try recipient.value("keyID") { KeyID(hexadecimal: $0) }))
        }
        _ = try object.string("suite")
        let to = try object.values("to", countMax: WireProtocol.recipientsMax) { MemberCode($0) }
        guard !to.isEmpty, Set(to).count == to.count, to == recipients.map(\.member) else {
            throw StrictObject.Refusal("frame.to and frame.recipients do not agree")
        }
        self.init(
            from: try object.value("from") { MemberCode($0) },
            id: try object.value("id") { MessageID($0) },
            seal: try object.int("seal", in: 1...1_000_000),
            contentDigest: try object.value("contentDigest") { Digest(hexadecimal: $0) },
            created: try object.value("created") { Instant(utcSecond: $0) },
            expires: try object.value("expires") { Instant(utcSecond: $0) },
            envelopeBytes: try object.int("envelopeBytes", in: 1...WireProtocol.messageBytesMax),
            recipients: recipients)
    }
}

/// The rule for `created` and `expires`, the same in frame and notice header.
enum MessageLife {
    static func check(created: Instant, expires: Instant) throws(GrammarRefusal) {
        guard expires > created, expires.since(created) <= WireProtocol.lifeMax else {
            throw GrammarRefusal(.malformed, "expires is not within 30 days after created")
        }
    }
}
