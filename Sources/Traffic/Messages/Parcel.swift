package import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// One delivery of a request, with the envelope to send.
package struct Parcel: Sendable {
    /// Envelopes of one request together, unless one alone is longer: two minutes of a line of
    /// 64 kbit/s. What is more urgent waits for no longer than that, and what a broken request had
    /// carried is soon carried again.
    static let requestBytesMax = 1 << 20
    /// So many bytes of less urgent envelopes go along with an urgent one: nothing of a request is
    /// the peer's before all of it is. Eight seconds of such a line.
    static let companyBytesMax = 64 << 10

    package let key: DeliveryKey
    let bytes: [UInt8]
    let isFlash: Bool
    /// No seal of it had left before this attempt.
    let isFirst: Bool

    /// - Throws: `listExpired`: nothing is sent then.
    static func checkList(_ context: TrafficContext) async throws(HeliographError) {
        if case .expired? = await context.trust.list?.age(at: context.clock.now) {
            throw HeliographError(.listExpired, "The trust list has expired.")
        }
    }

    /// What can be sent of some deliveries now, and what cannot.
    struct Load: Sendable {
        var parcels: [Parcel] = []
        /// Deliveries for which there was no room in this request.
        var leftOut: [DeliveryKey] = []
        /// Deliveries that cannot be sent now, with the reason.
        var later: [DeliveryKey: DeliveryQueue.Later] = [:]
        /// Messages whose own signature peers take no more.
        var unsigned: Set<MessageID> = []
    }

    /// The connection or the handshake was refused: nothing was read, so nothing needs to be followed by a cancel.
    static func takeBack(_ parcels: [Parcel], _ context: TrafficContext) async {
        // After an earlier attempt bytes may have left all the same.
        for parcel in parcels where parcel.isFirst {
            _ = try? await context.update(parcel.key) { delivery in
                delivery.seal = nil
                delivery.state = .queued
            }
        }
    }
}

extension Parcel {
    /// Nil if the recipient cannot open it, or it is so long that others must not wait for it.
    init?(express pressed: SealPress.Pressed, to recipient: MemberCode) {
        guard pressed.envelope.recipients.contains(recipient),
            pressed.bytes.count <= Self.companyBytesMax
        else { return nil }
        self.init(
            key: DeliveryKey(id: pressed.envelope.id, recipient: recipient), bytes: pressed.bytes,
            isFlash: true, isFirst: true)
    }
}

extension TrafficContext {
    /// Changes one delivery if it is still open.
    ///
    /// - Returns: whether it was.
    @discardableResult
    func update(
        _ key: DeliveryKey, _ change: @Sendable (inout Delivery) -> Void
    ) async throws(HeliographError) -> Bool {
        guard let thread = try await store.message(key.id)?.thread else { return false }
        let commit: (any PendingCommit)? = try await threads.withLock([thread]) {
            () throws(HeliographError) in
            guard var delivery = try await store.delivery(key), !delivery.state.isClosed else {
                return nil
            }
            change(&delivery)
            return await store.begin([.putDelivery(delivery)])
        }
        try await commit?.durable()
        return commit != nil
    }
}
