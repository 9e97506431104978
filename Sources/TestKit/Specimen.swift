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

    /// The same seed gives the same rows.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A member by its code; a wrong code is a bug of the test.
    public static func member(_ code: String) -> MemberCode {
        guard let member = MemberCode(code) else { preconditionFailure("\(code) is no member") }
        return member
    }

    /// Moves `now` on by a second.
    public mutating func tick() -> Instant {
        now = now + .seconds(1)
        return now
    }

    /// Bytes that look random.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// An id of the present moment.
    public mutating func messageID() -> MessageID {
        MessageID(created: now, random: bytes(10))
    }

    /// A digest of nothing.
    public mutating func digest() -> Digest {
        guard let digest = Digest(bytes: bytes(32)) else { preconditionFailure("32 are enough") }
        return digest
    }

    /// The id of a key that does not exist.
    public mutating func keyID() -> KeyID {
        guard let id = KeyID(bytes: bytes(20)) else { preconditionFailure("20 are enough") }
        return id
    }

    /// The name of a record that does not exist.
    public mutating func recordID() -> RecordID {
        guard let id = RecordID(bytes: bytes(16)) else { preconditionFailure("16 are enough") }
        return id
    }

    /// A record whose bytes open to nothing.
    public mutating func record(bodyBytes: Int = 64) -> SealedRecord {
        SealedRecord(wrappedKey: bytes(40), body: bytes(bodyBytes))
    }

    /// A version of a travel alert, by one officer and approved by another.
    public mutating func notice(thread: String, sequence: Int = 1) -> NoticeVersion {
        NoticeVersion(
            thread: thread, sequence: sequence, kind: "travel-alert", operation: "issue",
            created: tick(), author: "officer-7", approver: "officer-9", document: recordID())
    }

    /// A message with a transport life of 30 days.
    public mutating func message(
        thread: String, sequence: Int = 1, to recipients: [MemberCode]
    ) -> OutgoingMessage {
        let created = tick()
        return OutgoingMessage(
            id: messageID(), thread: thread, sequence: sequence, kind: "travel-alert",
            operation: "issue", created: created, expires: created + .days(30),
            contentDigest: digest(), recipients: recipients, signer: keyID(), inner: recordID())
    }

    /// A seal of the message for all its recipients.
    public mutating func envelope(of message: OutgoingMessage, seal: Int = 1) -> OutgoingEnvelope {
        OutgoingEnvelope(
            id: message.id, seal: seal, recipients: message.recipients,
            keys: message.recipients.map { _ in keyID() }, signer: keyID(), digest: digest(),
            byteCount: 6_000, made: tick(), record: recordID())
    }

    /// The delivery of the message to one member.
    public mutating func delivery(
        of message: OutgoingMessage, to recipient: MemberCode, state: DeliveryState = .queued,
        precedence: Precedence = .routine, deadline: Instant? = nil
    ) -> Delivery {
        Delivery(
            id: message.id, recipient: recipient, thread: message.thread,
            sequence: message.sequence, precedence: precedence, deadline: deadline,
            created: message.created, expires: message.expires, state: state, changed: tick())
    }

    /// A received travel alert, two seconds old, with a transport life of 30 days.
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

    /// An entry about seal 1 of a message; `by` is the recipient too.
    public mutating func entry(
        _ step: EvidenceStep = .delivered, by: MemberCode, from: MemberCode, id: MessageID,
        code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: by, from: from, id: id, seal: 1, recipient: by,
            contentDigest: digest(), at: now, code: code)
    }

    /// A document with these entries, whose bytes are no signature.
    public mutating func evidence(_ entries: [EvidenceEntry]) -> EvidenceDocument {
        EvidenceDocument(digest: digest(), der: bytes(700), entries: entries, kept: tick())
    }

    /// An audit entry of one officer.
    public mutating func auditEntry(
        _ operation: AuditEntry.Operation = .consultation, about id: MessageID,
        from: MemberCode, recipients: [MemberCode] = []
    ) -> AuditEntry {
        auditEntry(operation, about: .message(from: from, id: id), recipients: recipients)
    }

    /// An audit entry of one officer, about anything.
    public mutating func auditEntry(
        _ operation: AuditEntry.Operation = .consultation, about subject: AuditSubject,
        recipients: [MemberCode] = []
    ) -> AuditEntry {
        AuditEntry(
            at: tick(), operation: operation, actor: "officer-7",
            subject: subject, recipients: recipients,
            justification: "the traveller lands tonight", salt: bytes(16))
    }
}
