public import Notices

/// The header inside the encryption, in front of the notice: everything that the frame says,
/// exactly, and what only the recipients may know.
public struct NoticeHeader: Sendable, Hashable {
    /// One recipient of the rendition.
    public struct Recipient: Sendable, Hashable {
        /// The recipient.
        public let member: MemberCode
        /// Urgency of the message for this recipient.
        public let precedence: Precedence
        /// The recipient's deadline, to the second; nil for none.
        public let deadline: Instant?

        /// Takes the fields as they are.
        public init(member: MemberCode, precedence: Precedence, deadline: Instant?) {
            self.member = member
            self.precedence = precedence
            self.deadline = deadline
        }
    }

    /// The issuing member.
    public let from: MemberCode
    /// The message's id, as in the frame.
    public let id: MessageID
    /// Every recipient of this rendition.
    public let recipients: [Recipient]
    /// The instant from which transport life counts, as in the frame.
    public let created: Instant
    /// The end of transport life, as in the frame.
    public let expires: Instant
    /// `type` of the notice; 40 bytes at most.
    public let kind: String
    /// `operation` of the notice; 40 bytes at most.
    public let operation: String
    /// `threadId` of the notice; 80 bytes at most.
    public let thread: String
    /// 1 for the issue of a thread; only rises.
    public let sequence: Int
    /// 16 random bytes, so that a digest cannot be guessed from a known content.
    public let salt: [UInt8]
    /// The attachments that travel beside the message, in the order of the notice.
    public let attachments: [SealedAttachment]

    /// Takes the fields as they are; `NoticeContent.read` checks those of a peer.
    public init(
        from: MemberCode, id: MessageID, recipients: [Recipient], created: Instant,
        expires: Instant, kind: String, operation: String, thread: String, sequence: Int,
        salt: [UInt8], attachments: [SealedAttachment] = []
    ) {
        self.from = from
        self.id = id
        self.recipients = recipients
        self.created = created
        self.expires = expires
        self.kind = kind
        self.operation = operation
        self.thread = thread
        self.sequence = sequence
        self.salt = salt
        self.attachments = attachments
    }

    /// The recipients of this rendition, in the order of `recipients`.
    public var to: [MemberCode] { recipients.map(\.member) }
}

/// The content of an inner SignedData: header, notice, attachments.
public struct NoticeContent: Sendable, Hashable {
    /// The header in front of the notice.
    public let header: NoticeHeader
    /// The notice JSON, byte for byte as it was signed.
    public let notice: [UInt8]
    /// Attachments inside the message, each as the bytes of its file; 64 at most.
    public let attachments: [[UInt8]]

    /// Takes the parts as they are.
    public init(header: NoticeHeader, notice: [UInt8], attachments: [[UInt8]] = []) {
        self.header = header
        self.notice = notice
        self.attachments = attachments
    }

    /// The content to sign: a JSON header, a line feed, the notice, the attachments inside the
    /// message.
    public func encoded() -> [UInt8] {
        HeaderedBytes.join(
            header.json(noticeBytes: notice.count, attachmentBytes: attachments.map(\.count)),
            [notice] + attachments)
    }

    /// Reads the content of an inner SignedData. The notice itself is not parsed here.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ content: ArraySlice<UInt8>) throws(GrammarRefusal) -> NoticeContent {
        let (json, rest) = try HeaderedBytes.split(content)
        try checkVersion(json)
        let (header, lengths) = try grammar { () throws(StrictObject.Refusal) in
            try NoticeHeader.read(json)
        }
        try MessageLife.check(created: header.created, expires: header.expires)
        let parts = try HeaderedBytes.cut(rest, into: lengths)
        return NoticeContent(
            header: header, notice: Array(parts[0]),
            attachments: parts.dropFirst().map { Array($0) })
    }
}

extension NoticeHeader {
    func json(noticeBytes: Int, attachmentBytes: [Int]) -> JSON {
        var object: JSONObject = [
            "version": JSON(integerLiteral: WireProtocol.version),
            "from": .string(from.description),
            "id": .string(id.description),
            "to": .array(to.map { .string($0.description) }),
            "created": .string(created.description),
            "expires": .string(expires.description),
            "recipients": .array(
                recipients.map { recipient in
                    [
                        "member": .string(recipient.member.description),
                        "precedence": .string(recipient.precedence.rawValue),
                        "deadline": recipient.deadline.map { .string($0.description) } ?? .null,
                    ]
                }),
            "kind": .string(kind),
            "operation": .string(operation),
            "thread": .string(thread),
            "sequence": .number(JSONNumber(sequence)),
            "salt": .string(hexadecimal(salt)),
            "noticeBytes": .number(JSONNumber(noticeBytes)),
            "attachmentBytes": .array(attachmentBytes.map { .number(JSONNumber($0)) }),
        ]
        if !attachments.isEmpty { object["attachments"] = .array(attachments.map(\.json)) }
        return .object(object)
    }

    static func read(_ json: JSON) throws(StrictObject.Refusal) -> (NoticeHeader, [Int]) {
        let object = try StrictObject(
            json,
            members: [
                "version", "from", "id", "to", "created", "expires", "recipients", "kind",
                "operation", "thread", "sequence", "salt", "noticeBytes", "attachmentBytes",
                "attachments",
            ], path: "notice header")
        var recipients: [Recipient] = []
        for json in try object.array("recipients", countMax: WireProtocol.recipientsMax) {
            let recipient = try StrictObject(
                json, members: ["member", "precedence", "deadline"],
                path: "notice header.recipients")
            recipients.append(
                Recipient(
                    member: try recipient.value("member") { MemberCode($0) },
                    precedence: try recipient.value("precedence") { Precedence(rawValue: $0) },
                    deadline: try recipient.optional("deadline") { Instant(utcSecond: $0) }))
        }
        let to = try object.values("to", countMax: WireProtocol.recipientsMax) { MemberCode($0) }
        guard !to.isEmpty, Set(to).count == to.count, to == recipients.map(\.member) else {
            throw StrictObject.Refusal("to and recipients do not agree")
        }
        var lengths = [try object.int("noticeBytes", in: 2...WireProtocol.messageBytesMax)]
        for json in try object.array("attachmentBytes", countMax: WireProtocol.partsMax - 1) {
            guard let length = json.intValue, (0...WireProtocol.messageBytesMax).contains(length)
            else { throw StrictObject.Refusal("attachmentBytes is out of bounds") }
            lengths.append(length)
        }
        let header = NoticeHeader(
            from: try object.value("from") { MemberCode($0) },
            id: try object.value("id") { MessageID($0) },
            recipients: recipients,
            created: try object.value("created") { Instant(utcSecond: $0) },
            expires: try object.value("expires") { Instant(utcSecond: $0) },
            kind: try object.string("kind", bytesMax: 40),
            operation: try object.string("operation", bytesMax: 40),
            thread: try object.string("thread", bytesMax: 80),
            sequence: try object.int("sequence", in: 1...1_000_000),
            salt: try object.value("salt") {
                bytesFromHexadecimal($0).flatMap { $0.count == 16 ? $0 : nil }
            }, attachments: try SealedAttachment.readAll(object))
        return (header, lengths)
    }
}
