import Node
import Notices
import Ports
import Synchronization
import TestKit

/// The network between whole nodes: it loses, repeats, delays, is cut in one direction or in both,
/// and one node on it may lie. The nodes' own certificates and lists decide who may talk.
actor VirtualNetwork {
    /// A sender waits this long for an answer.
    static let patience: Duration = .seconds(120)

    private let clock: SteppedClock
    private let faults: NodeFaults
    private var random: SeededGenerator
    private var lives: [MemberCode: Life] = [:]
    private var cuts: [Way: Int] = [:]
    private var away: [MemberCode: Int] = [:]
    private var isCalm = false
    private var liar: Liar?
    private(set) var requestCount = 0
    /// Requests that a node which was up did not answer.
    private(set) var hung: [String] = []

    struct Way: Hashable {
        let from: MemberCode
        let to: MemberCode
    }

    init(faults: NodeFaults, clock: SteppedClock, seed: UInt64) {
        self.faults = faults
        self.clock = clock
        random = SeededGenerator(seed: seed ^ 0x4E4554)
    }

    func connect(_ life: Life) { lives[life.member] = life }
    func disconnect(_ member: MemberCode) { lives[member] = nil }
    func setLiar(_ liar: Liar) { self.liar = liar }

    func cut(_ way: Way) { cuts[way, default: 0] += 1 }
    func mend(_ way: Way) { cuts[way, default: 1] -= 1 }
    func isolate(_ member: MemberCode) { away[member, default: 0] += 1 }
    func rejoin(_ member: MemberCode) { away[member, default: 1] -= 1 }

    /// From here on nothing fails.
    func calm(leaving cut: Way?) {
        isCalm = true
        cuts = cut.map { [$0: 1] } ?? [:]
        away = [:]
    }

    func carry(
        _ request: PeerRequest, from caller: Life, to member: MemberCode
    ) async throws(HeliographError) -> PeerResponse {
        requestCount += 1
        // All draws come first, so that waiting does not change them.
        let there = transit()
        let back = transit()
        let isLost = strikes(faults.requestLossPercent)
        let isAnswerLost = strikes(faults.answerLossPercent)
        let again = strikes(faults.duplicatePercent) ? transit() + .seconds(1) : nil
        let lie = liar?.draw(member, using: &random, isCalm: isCalm)
        await clock.sleep(until: clock.uptime + .milliseconds(1))
        guard !caller.isOver else { throw Self.failure(.answerLost) }
        guard let peer = lives[member], !peer.isOver, isOpen(caller.member, member) else {
            throw Self.failure(.peerUnreachable)
        }
        guard caller.takes(peer), let carrier = peer.carrier(of: caller) else {
            throw Self.failure(.peerUntrusted)
        }
        let sent = clock.uptime
        await clock.sleep(until: sent + there)
        guard !isLost, let service = peer.machinery?.service, !peer.isOver else {
            throw await lost(sent)
        }
        let inbound = InboundRequest(carrier: carrier, request: request)
        if let again {
            Task {
                await clock.sleep(until: sent + there + again)
                if !peer.isOver { _ = await service.answer(inbound) }
            }
        }
        guard var answer = await answer(of: service, to: inbound) else {
            // Only waiting takes time on these machines, so that a node that is up answers.
            if !peer.isOver { hung.append("\(member) to \(request.path)") }
            throw await lost(sent)
        }
        guard !peer.isOver else { throw await lost(sent) }
        if let lie { answer = lie.told(instead: answer, by: liar) }
        await clock.sleep(until: clock.uptime + back)
        // An answer goes the other way.
        guard !isAnswerLost, !caller.isOver, isOpen(member, caller.member),
            clock.uptime - sent < Self.patience
        else { throw await lost(sent) }
        return answer
    }

    /// - Returns: nil if there was none in ten minutes, by which every client has given up.
    private nonisolated func answer(
        of service: any PeerService, to inbound: InboundRequest
    ) async -> PeerResponse? {
        let clock = clock
        return await withCheckedContinuation { continuation in
            let once = Once(continuation)
            Task { once.resume(await service.answer(inbound)) }
            Task {
                await clock.sleep(until: clock.uptime + .minutes(10))
                once.resume(nil)
            }
        }
    }

    private func lost(_ sent: Duration) async -> HeliographError {
        await clock.sleep(until: sent + Self.patience)
        return Self.failure(.answerLost)
    }

    private func isOpen(_ from: MemberCode, _ to: MemberCode) -> Bool {
        cuts[Way(from: from, to: to), default: 0] <= 0
            && away[from, default: 0] <= 0 && away[to, default: 0] <= 0
    }

    private func transit() -> Duration {
        let isSlow = strikes(faults.slowPercent)
        return .milliseconds(Int64.random(in: 2...(isSlow ? 200_000 : 200), using: &random))
    }

    private func strikes(_ percent: Int) -> Bool { !isCalm && random.strikes(percent: percent) }

    private static func failure(_ code: Code) -> HeliographError {
        HeliographError(code, "The simulated network had it so.")
    }
}

/// Resumes a waiting caller with the first of two answers, and drops the second.
private final class Once: Sendable {
    private let waiting: Mutex<CheckedContinuation<PeerResponse?, Never>?>

    init(_ continuation: CheckedContinuation<PeerResponse?, Never>) {
        waiting = Mutex(continuation)
    }

    func resume(_ answer: PeerResponse?) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: answer)
    }
}
