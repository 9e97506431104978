public import Exchange
public import Notices

/// Signed evidence, of ours and of others, and what of ours is on its way.
public protocol EvidenceBook: Sendable {
    /// Documents by their digests.
    func evidence(
        _ digests: Set<Digest>
    ) async throws(HeliographError) -> [Digest: EvidenceDocument]
    /// Every document with an entry about one of these messages, oldest first; nothing for a
    /// message without one.
    func evidence(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceDocument]]
    /// The entries about these messages, without their documents: those of `evidence(about:)` that
    /// are about each message, in the same order. A document may have hundreds of entries about
    /// others.
    func evidenceEntries(
        about messages: Set<MessageKey>
    ) async throws(HeliographError) -> [MessageKey: [EvidenceEntry]]
    /// The rows that evidence about messages of ours is held against.
    ///
    /// - Parameters:
    ///   - digest: of the document that came. If it is held already, nothing else is read.
    ///   - keys: the deliveries that its entries speak of.
    ///   - member: this one, which issued the messages.
    func ground(
        of digest: Digest, about keys: Set<DeliveryKey>, by member: MemberCode
    ) async throws(HeliographError) -> EvidenceGround
    /// Evidence that its addressee has not acknowledged yet, oldest first; at most so many of each
    /// addressee, so that one that is gone does not hide the others.
    func pendingEvidence(
        limitPerMember: Int
    ) async throws(HeliographError) -> [EvidenceDispatch]
}

/// The rows of which a document of evidence speaks, in one state.
public struct EvidenceGround: Sendable {
    /// The document, if it is held already; everything else is empty then.
    public let held: EvidenceDocument?
    /// Those of the deliveries that there are.
    public let deliveries: [DeliveryKey: Delivery]
    /// Every seal of each message, in the order of their numbers.
    public let envelopes: [MessageID: [OutgoingEnvelope]]
    /// The entries about each message that came before.
    public let heard: [MessageID: [EvidenceEntry]]

    /// Takes the fields as they are.
    public init(
        held: EvidenceDocument?, deliveries: [DeliveryKey: Delivery] = [:],
        envelopes: [MessageID: [OutgoingEnvelope]] = [:],
        heard: [MessageID: [EvidenceEntry]] = [:]
    ) {
        self.held = held
        self.deliveries = deliveries
        self.envelopes = envelopes
        self.heard = heard
    }
}

extension EvidenceBook {
    /// One document.
    public func evidence(_ digest: Digest) async throws(HeliographError) -> EvidenceDocument? {
        try await evidence([digest])[digest]
    }

    /// Every document with an entry about the message, oldest first.
    public func evidence(
        from: MemberCode, id: MessageID
    ) async throws(HeliographError) -> [EvidenceDocument] {
        let key = MessageKey(from: from, id: id)
        return try await evidence(about: [key])[key] ?? []
    }

    /// The entries about one message, without their documents.
    public func evidenceEntries(
        from: MemberCode, id: MessageID
    ) async throws(HeliographError) -> [EvidenceEntry] {
        let key = MessageKey(from: from, id: id)
        return try await evidenceEntries(about: [key])[key] ?? []
    }
}
