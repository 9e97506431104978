internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Why what is queued does not leave now, as far as this node can tell: said when an officer sends, and in the
/// outbox, instead of a queue that says nothing.
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

    /// - Parameter isServing: whether a node runs that would send.
    init(context: TrafficContext, isServing: Bool) async throws(HeliographError) {
        member = context.member
        self.isServing = isServing
        list = await context.trust.list
        now = context.clock.now
        peers = Dictionary(
            try await context.store.peers().map { ($0.member, $0) },
            uniquingKeysWith: { first, _ in first })
        sealer = context.sealer
        calls = context.node.calls
    }

    /// What holds up everything.
    var ofAll: Code? {
        guard isServing else { return .nodeStopped }
        guard let list else { return .listMissing }
        if case .expired = list.age(at: now) { return .listExpired }
        return Self.standing(of: member, in: list)
    }

    /// What holds up whatever goes to a member; nil if nothing is known to.
    func code(for recipient: MemberCode) -> Code? {
        if let code = ofAll { return code }
        if let list, let code = Self.standing(of: recipient, in: list) { return code }
        if sealer.encryptionKey(of: recipient, at: now) == nil { return .peerKeysUnknown }
        // A peer that calls us is not yet one that we reach: somebody else may answer at its address.
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

    /// What an officer is told of one delivery that is open: why it does not leave, when it is tried next, and the
    /// telephone where people answer.
    ///
    /// - Parameter delivery: its own last code counts where nothing else holds it up.
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
                code, "Too late to come in time: the deadline for \(recipient) is past.\(call)",
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
