package import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station

/// One delivery of a request, with the envelope to send.
package struct Parcel: Sendable {
    /// The most bytes of one request, unless one envelope alone is longer: two minutes of a line of
    /// 64 kbit/s. A more urgent message waits for no longer than that, and the bytes that a broken
    /// request had carried are soon carried again.
    static let requestBytesMax = 1 << 20
    /// The most bytes of less urgent envelopes that go along with an urgent one: nothing of a
    /// request is the peer's before all of it is. Eight seconds of such a line.
    static let companyBytesMax = 64 << 10

    /// The delivery.
    package let key: DeliveryKey
    let bytes: [UInt8]
    let isFlash: Bool
    /// True if no seal of it had left before this attempt.
    let isFirst: Bool

    /// Checks that the trust list allows sending.
    ///
    /// - Throws: `listExpired`: nothing is sent then.
    static func checkList(_ context: TrafficContext) async throws(HeliographError) {
        if case .expired? = await context.trust.list?.age(at: context.clock.now) {
            throw HeliographError(.listExpired, "The trust list has expired.")
        }
    }

    /// The parcels of some deliveries that can be sent now, and the deliveries that cannot.
    struct Load: Sendable {
        var parcels: [Parcel] = []
        /// Deliveries for which there was no room in this request.
        var leftOut: [DeliveryKey] = []
        /// Deliveries that cannot be sent now, with the reason.
        var later: [DeliveryKey: DeliveryQueue.Later] = [:]
        /// Messages whose signature peers take no more.
        var unsigned: Set<MessageID> = []
    }

    /// Puts deliveries back into the queue: the connection or the handshake was refused, so nothing
    /// was read and a cancel need not follow.
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
    /// Takes an envelope that leaves with its submission.
    ///
    /// - Returns: nil if the recipient cannot open it, or it is so long that others must not wait
    ///   for it.
    init?(leavingAtOnce pressed: SealPress.Pressed, to recipient: MemberCode) {
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
    /// - Returns: true if it was.
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
