public import Exchange
public import Notices
public import Ports

/// Makes fictional rows: the same seed gives the same rows, and no two rows share a key.
public struct Specimen {
    /// 2027-01-20T00:00:00Z.
    public static let epoch = Instant(seconds: 1_800_403_200)

    private var generator: SeededGenerator
    /// Moves on by a second with each row, so that orders by time are decided.
    public private(set) var now = Specimen.epoch

    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    public static func member(_ code: String) -> MemberCode {
        guard let member = MemberCode(code) else { preconditionFailure("\(code) is no member") }
        return member
    }

    public mutating func tick() -> Instant {
        now = now + .seconds(1)
        return now
    }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    public mutating func messageID() -> MessageID {
        MessageID(created: now, random: bytes(10))
    }

    public mutating func digest() -> Digest {
        guard let digest = Digest(bytes: bytes(32)) else { preconditionFailure("32 are enough") }
        return digest
    }

    public mutating func keyID() -> KeyID {
        guard let id = KeyID(bytes: bytes(20)) else { preconditionFailure("20 are enough") }
        return id
    }

    public mutating func recordID() -> RecordID {
        guard let id = RecordID(bytes: bytes(16)) else { preconditionFailure("16 are enough") }
        return id
    }

    public mutating func record(bodyBytes: Int = 64) -> SealedRecord {
        SealedRecord(wrappedKey: bytes(40), body: bytes(bodyBytes))
    }

    public mutating func notice(thread: String, sequence: Int = 1) -> NoticeVersion {
        NoticeVersion(
            thread: thread, sequence: sequence, kind: "travel-alert", operation: "issue",
            created: tick(), author: "officer-7", approver: "officer-9", document: recordID())
    }

    public mutating func message(
        thread: String, sequence: Int = 1, to recipients: [MemberCode]
    ) -> OutgoingMessage {
        let created = tick()
        return OutgoingMessage(
            id: messageID(), thread: thread, sequence: sequence, kind: "travel-alert",
            operation: "issue", created: created, expires: created + .days(30),
            contentDigest: digest(), recipients: recipients, signer: keyID(), inner: recordID())
    }

    public mutating func envelope(of message: OutgoingMessage, seal: Int = 1) -> OutgoingEnvelope {
        OutgoingEnvelope(
            id: message.id, seal: seal, recipients: message.recipients,
            keys: message.recipients.map { _ in keyID() }, signer: keyID(), digest: digest(),
            byteCount: 6_000, made: tick(), record: recordID())
    }

    public mutating func delivery(
        of message: OutgoingMessage, to recipient: MemberCode, state: DeliveryState = .queued,
        precedence: Precedence = .routine, deadline: Instant? = nil
    ) -> Delivery {
        Delivery(
            id: message.id, recipient: recipient, thread: message.thread,
            sequence: message.sequence, precedence: precedence, deadline: deadline,
            created: message.created, expires: message.expires, state: state, changed: tick())
    }

    public mutating func inboxItem(
        from: MemberCode, thread: String, sequence: Int = 1, deadline: Instant? = nil,
        state: InboxState = .new
    ) -> InboxItem {
        let received = tick()
        return InboxItem(
            from: from, id: messageID(), contentDigest: digest(), seal: 1, thread: thread,
            sequence: sequence, kind: "travel-alert", operation: "issue", precedence: .immediate,
            deadline: deadline, created: received - .seconds(2), expires: received + .days(30),
            received: received, state: state, envelope: recordID(), inner: recordID(),
            notice: recordID(), evidence: digest())
    }

    public mutating func entry(
        _ step: EvidenceStep = .delivered, by: MemberCode, from: MemberCode, id: MessageID,
        code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: by, from: from, id: id, seal: 1, recipient: by,
            contentDigest: digest(), at: now, code: code)
    }

    public mutating func evidence(_ entries: [EvidenceEntry]) -> EvidenceDocument {
        EvidenceDocument(digest: digest(), der: bytes(700), entries: entries, kept: tick())
    }

    public mutating func auditEntry(
        _ operation: AuditEntry.Operation = .consultation, about id: MessageID,
        from: MemberCode, recipients: [MemberCode] = []
    ) -> AuditEntry {
        AuditEntry(
            at: tick(), operation: operation, actor: "officer-7", from: from, id: id,
            recipients: recipients, justification: "the traveller lands tonight", salt: bytes(16))
    }
}
