internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Finds the cause for which a queued delivery does not leave now, as far as this node knows.
/// Officers read it when they send, and in the outbox.
struct HoldUpDesk {
    private let member: MemberCode
    private let isServing: Bool
    private let list: TrustList?
    private let now: Instant
    private let peers: [MemberCode: PeerRow]
    private let calls: PeerCalls
    private let sealer: any Sealer

    init(node: any SendingNode) async throws(HeliographError) {
        try await self.init(context: node.context, isServing: await node.isServing)
    }

    /// The causes as they are now.
    ///
    /// - Parameter isServing: true if a node runs that would send.
    init(context: TrafficContext, isServing: Bool) async throws(HeliographError) {
        member = context.member
        self.isServing = isServing
        list = await context.trust.list
        now = context.clock.now
        peers = Dictionary(
            try await context.store.peers().map { ($0.member, $0) },
            uniquingKeysWith: { first, _ in first })
        sealer = context.sealer
        calls = context.station.calls
    }

    /// The cause that holds up every delivery; nil if there is none.
    var ofAll: Code? {
        guard isServing else { return .nodeStopped }
        guard let list else { return .listMissing }
        if case .expired = list.age(at: now) { return .listExpired }
        return Self.standing(of: member, in: list)
    }

    /// The cause that holds up every delivery to a member; nil if none is known.
    func code(for recipient: MemberCode) -> Code? {
        if let code = ofAll { return code }
        if let list, let code = Self.standing(of: recipient, in: list) { return code }
        if sealer.encryptionKey(of: recipient, at: now) == nil { return .peerKeysUnknown }
        // A peer that calls us may still be out of reach: somebody else may answer at its address.
        return calls.failure(of: recipient) ?? peers[recipient]?.failure
    }

    func telephone(of recipient: MemberCode) -> String? {
        list?.member(recipient)?.contact.telephone
    }

    private static func standing(of member: MemberCode, in list: TrustList) -> Code? {
        switch list.member(member)?.status {
        case .active: nil
        case .suspended: .memberSuspended
        case nil: .memberUnknown
        }
    }

    /// The cause, the sentence and the telephone for an officer who looks at one delivery.
    /// The sentence says why the delivery does not leave and when it is tried next.
    ///
    /// - Parameter delivery: its own last code counts if nothing else holds it up.
    func told(of delivery: Delivery) -> (code: Code?, sentence: String?, telephone: String?) {
        guard !delivery.state.isClosed, delivery.deliveredAt == nil else {
            return (delivery.lastCode, nil, nil)
        }
        let recipient = delivery.recipient
        let telephone = telephone(of: recipient)
        let call = telephone.map { " Call \(recipient): \($0)." } ?? ""
        let code = code(for: recipient) ?? delivery.lastCode
        if let deadline = delivery.deadline, deadline <= now {
            return (
                code,
                "Too late: the deadline for \(recipient) is past. The notice still goes there, but "
                    + "it comes after the deadline.\(call)",
                telephone
            )
        }
        guard let code else { return (nil, nil, telephone) }
        var next = ""
        if isServing, let attempt = delivery.nextAttempt, attempt > now {
            next = " Next try at \(attempt.flooredToSecond)."
        }
        return (
            code, "Not sent to \(recipient) yet. \(code.meaning)\(next) \(code.next)\(call)",
            telephone
        )
    }
}
