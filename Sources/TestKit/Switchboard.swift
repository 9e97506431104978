public import Notices
public import Ports

/// Connects peer services inside one process, and loses, repeats and cuts on demand.
///
/// Every draw comes from one seeded generator. A pair of members that is cut gives
/// `peerUnreachable` at once. A lost request and a lost answer both give `answerLost`, because the
/// sender cannot tell them apart; after the latter the far side has done its work.
public actor Switchboard {
    /// The faults of the network, each in percent of requests.
    public struct Faults: Sendable {
        /// Requests that never arrive.
        public var requestLossPercent = 0
        /// Answers that never arrive; the service has done its work.
        public var answerLossPercent = 0
        /// The service sees the request twice; the second answer goes back.
        public var duplicatePercent = 0

        /// No faults unless given.
        public init(
            requestLossPercent: Int = 0, answerLossPercent: Int = 0, duplicatePercent: Int = 0
        ) {
            self.requestLossPercent = requestLossPercent
            self.answerLossPercent = answerLossPercent
            self.duplicatePercent = duplicatePercent
        }
    }

    /// The faults in force.
    public var faults: Faults
    private var generator: SeededGenerator
    private var services: [MemberCode: any PeerService] = [:]
    private var stale: Set<MemberCode> = []
    private var cuts: Set<Set<MemberCode>> = []
    /// Requests that reached a service.
    public private(set) var answeredCount = 0

    /// Connects nobody yet.
    ///
    /// - Parameter seed: the same seed draws the same faults.
    public init(seed: UInt64, faults: Faults = Faults()) {
        generator = SeededGenerator(seed: seed)
        self.faults = faults
    }

    /// Replaces the faults from the next request on.
    public func set(_ faults: Faults) {
        self.faults = faults
    }

    /// From now on requests to `member` reach `service`; nil takes the member off the network.
    public func connect(_ member: MemberCode, to service: (any PeerService)?) {
        services[member] = service
    }

    /// Makes the member's certificate count as expired, or as good again.
    public func setStale(_ member: MemberCode, _ isStale: Bool = true) {
        if isStale { stale.insert(member) } else { stale.remove(member) }
    }

    /// Cuts the link between two members, in both directions.
    public func cut(_ one: MemberCode, _ other: MemberCode) {
        cuts.insert([one, other])
    }

    /// Mends the link between two members.
    public func mend(_ one: MemberCode, _ other: MemberCode) {
        cuts.remove([one, other])
    }

    /// The link through which `member` sends.
    public nonisolated func link(of member: MemberCode) -> MemoryPeerLink {
        MemoryPeerLink(member: member, switchboard: self)
    }

    func carry(
        _ request: PeerRequest, from: MemberCode, to: MemberCode
    ) async throws(HeliographError) -> PeerResponse {
        guard let service = services[to] else { throw unreachable(to, "nobody listens") }
        guard !cuts.contains([from, to]) else { throw unreachable(to, "the link is cut") }
        // All draws come before the first wait, so that one seed gives one run.
        let isRequestLost = generator.strikes(percent: faults.requestLossPercent)
        let isDuplicated = generator.strikes(percent: faults.duplicatePercent)
        let isAnswerLost = generator.strikes(percent: faults.answerLossPercent)
        guard !isRequestLost else { throw lost(to) }
        let carrier: Carrier = stale.contains(from) ? .stale(from) : .member(from)
        let inbound = InboundRequest(carrier: carrier, request: request)
        answeredCount += 1
        var response = await service.answer(inbound)
        if isDuplicated {
            answeredCount += 1
            response = await service.answer(inbound)
        }
        guard !isAnswerLost else { throw lost(to) }
        return response
    }

    private func lost(_ member: MemberCode) -> HeliographError {
        HeliographError(.answerLost, "The answer of \(member) was lost.")
    }

    private func unreachable(_ member: MemberCode, _ cause: String) -> HeliographError {
        HeliographError(.peerUnreachable, "\(member) could not be reached.", detail: [cause])
    }
}

/// One member's link onto a switchboard.
public struct MemoryPeerLink: PeerLink {
    let member: MemberCode
    let switchboard: Switchboard

    /// Carries the request to the peer's service.
    ///
    /// - Throws: `peerUnreachable` if nobody listens or the link is cut; `answerLost`.
    public func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        try await switchboard.carry(request, from: member, to: peer.member)
    }
}
