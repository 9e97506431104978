internal import Certificates
import Foundation
import Node
import Notices
import PeerLink
import Ports
import Synchronization
import TestKit

/// A machine from one start to the next: its memory dies with it, and its disk is found by the next
/// life.
final class Life: Sendable {
    private struct State {
        var isOver = false
        var identity: PeerIdentity?
        var trust = PeerTrust(current: [])
        var machinery: Machinery?
    }

    let member: MemberCode
    let number: Int
    let clock: SteppedClock
    let store: MemoryStore
    /// The folder with this life's keys; the next life begins with a copy of it.
    let folder: String
    private let state = Mutex(State())

    init(
        _ member: MemberCode, number: Int, clock: SteppedClock, store: MemoryStore, folder: String
    ) {
        self.member = member
        self.number = number
        self.clock = clock
        self.store = store
        self.folder = folder
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    var machinery: Machinery? { state.withLock { $0.machinery } }

    func run(_ machinery: Machinery) { state.withLock { $0.machinery = machinery } }

    /// The power goes. Nothing that this life does from here on is seen: its commits fail, nobody
    /// hears it, and its keys were copied as they lay.
    ///
    /// - Returns: false if it had gone already.
    func end(leaving copy: String) -> Bool {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return false }
        do {
            try FileManager.default.copyItem(atPath: folder, toPath: copy)
        } catch {
            preconditionFailure("a folder of keys is copied: \(error)")
        }
        return true
    }

    // MARK: - TLS

    /// True if this node accepts the far end as the member that it wants to talk to.
    func takes(_ server: Life) -> Bool {
        guard let chain = server.chain else { return false }
        return state.withLock { $0.trust }
            .refusal(ofServer: chain, as: server.member, at: clock.now) == nil
    }

    /// A caller as a carrier of requests; nil if this node does not know it.
    func carrier(of client: Life) -> Carrier? {
        guard let chain = client.chain else { return nil }
        return state.withLock { $0.trust }.judge(chain, at: clock.now)?.carrier
    }

    private var chain: PeerChain? {
        state.withLock { $0.identity }.map {
            PeerChain(leaf: $0.certificate, others: $0.authorities)
        }
    }
}

extension Life: PeerEnds {
    func use(_ identity: PeerIdentity) { state.withLock { $0.identity = identity } }
    func use(_ trust: PeerTrust) { state.withLock { $0.trust = trust } }
}

/// The link through which a node sends.
struct VirtualLink: PeerLink {
    let life: Life
    let network: VirtualNetwork

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        try await network.carry(request, from: life, to: peer.member)
    }
}
