public import Exchange
public import Notices
public import Ports

// One row at a time, for tests and checkers: as `Store` has it, and without an error. They are
// `async` so that they stand before those of `Store`.

extension MemoryStore {
    /// One body.
    public func record(_ id: RecordID) async -> SealedRecord? { records([id])[id] }

    /// True if a body was erased, as against lost.
    public func isErased(_ id: RecordID) async -> Bool { erased([id]).contains(id) }

    /// The proof that is kept of a message whose bodies were erased.
    public func erasure(from: MemberCode, id: MessageID) async -> Erasure? {
        tables.erasures[MessageKey(from: from, id: id)]
    }

    /// One message of ours.
    public func message(_ id: MessageID) async -> OutgoingMessage? { messages([id])[id] }

    /// Every message of the thread, lowest sequence first, then by id.
    public func messages(ofThread thread: String) async -> [OutgoingMessage] {
        messages(ofThreads: [thread])[thread] ?? []
    }

    /// Seals of one message, in the order of their numbers.
    public func envelopes(of id: MessageID) async -> [OutgoingEnvelope] {
        envelopes(of: [id])[id] ?? []
    }

    /// One delivery.
    public func delivery(_ key: DeliveryKey) async -> Delivery? { tables.deliveries[key] }

    /// Deliveries of one message, in the order of the recipients' codes.
    public func deliveries(of id: MessageID) async -> [Delivery] { deliveries(of: [id])[id] ?? [] }

    /// One received message.
    public func inboxItem(from: MemberCode, id: MessageID) async -> InboxItem? {
        tables.inbox[MessageKey(from: from, id: id)]
    }

    /// The state of one thread.
    public func thread(issuer: MemberCode, thread: String) async -> ThreadState? {
        tables.threads[ThreadKey(issuer: issuer, thread: thread)]
    }

    /// One document.
    public func evidence(_ digest: Digest) async -> EvidenceDocument? {
        tables.evidence[digest]?.document
    }

    /// Every document with an entry about the message, oldest first.
    public func evidence(from: MemberCode, id: MessageID) async -> [EvidenceDocument] {
        let key = MessageKey(from: from, id: id)
        return evidence(about: [key])[key] ?? []
    }

    /// The entries about one message, without their documents.
    public func evidenceEntries(from: MemberCode, id: MessageID) async -> [EvidenceEntry] {
        let key = MessageKey(from: from, id: id)
        return evidenceEntries(about: [key])[key] ?? []
    }

    /// Those about a thread, by sequence, matter and subject.
    public func decisions(ofThread thread: String) async -> [Decision] {
        decisions(ofThreads: [thread])[thread] ?? []
    }

    /// Messages with this value, in either direction, by sender, id and field.
    public func find(_ value: BlindValue) async -> [BlindIndexEntry] { find([value])[value] ?? [] }
}
