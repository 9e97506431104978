public import Certificates
public import Notices
public import Ports
import Synchronization

/// Sends to peers by libcurl: HTTP/1.1 over mutual TLS 1.3, on kept-alive connections.
///
/// The far end must show a transport certificate of exactly the wanted member, reaching that
/// member's root; its host name proves nothing and is not looked at. No redirect is followed, no
/// session resumed, no proxy taken from the environment.
///
/// Must be closed: its thread keeps its connections alive.
public final class CurlPeerLink: PeerLink {
    private struct State {
        var pool: CurlPool
        /// Pools that were replaced and may still have requests in hand.
        var former: [CurlPool] = []
        var trust: PeerTrust
        var lastNumber: UInt64 = 0
    }

    private let state: Mutex<State>
    private let clock: any Clock
    private let bounds: ClientBounds

    /// - Throws: `internalFault` if libcurl or a thread cannot be had.
    public init(
        identity: PeerIdentity, trust: PeerTrust, clock: any Clock,
        bounds: ClientBounds = ClientBounds()
    ) throws(HeliographError) {
        self.clock = clock
        self.bounds = bounds
        let pool = try CurlPool.start(
            identity: identity, trust: trust, clock: clock, bounds: bounds)
        state = Mutex(State(pool: pool, trust: trust))
    }

    /// Proves ourselves with another certificate on every connection from now on. Requests in
    /// hand finish on the old ones.
    ///
    /// - Throws: `internalFault`; the former identity then stays.
    public func update(identity: PeerIdentity) throws(HeliographError) {
        // All of this is under the lock, so that no change of trust is lost meanwhile.
        let former = try state.withLock { state throws(HeliographError) in
            let next = try CurlPool.start(
                identity: identity, trust: state.trust, clock: clock, bounds: bounds)
            let former = state.pool
            state.former = state.former.filter { !$0.isEnded } + [former]
            state.pool = next
            return former
        }
        former.close()
    }

    /// Judges peers by this trust from now on. Members that it judges otherwise than before get new
    /// connections; a request of which something has left already finishes on its own connection.
    public func update(trust: PeerTrust) {
        state.withLock { state in
            state.trust = trust
            for pool in state.former + [state.pool] { pool.use(trust) }
        }
    }

    /// Takes no more requests, and returns when those in hand have ended.
    public func close() async {
        let pools = state.withLock { $0.former + [$0.pool] }
        for pool in pools { pool.close() }
        for pool in pools { await pool.ended() }
    }

    /// Sends a request to exactly `peer.member`, and waits for the answer.
    ///
    /// - Throws: `peerUnreachable` if nothing left this machine; `answerLost` if the request may
    ///   have arrived; `peerUntrusted`, `peerDoesNotKnowUs`, `keyUnusable` or `peerAnswerInvalid`.
    public func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        guard Self.isPlain(peer.endpoint) else {
            throw unreachable(peer.member, "its endpoint is not https://host:port")
        }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        // The pool may change before `submit`; the pool that took the order is told of a
        // cancellation.
        let taker = Mutex<(pool: CurlPool?, isCancelled: Bool)>((nil, false))
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                let order = Order(
                    number: number, member: peer.member, endpoint: peer.endpoint,
                    request: request, answer: { answer.resume(returning: $0) })
                guard let pool = submit(order) else {
                    answer.resume(
                        returning: .failure(unreachable(peer.member, "this node is stopping")))
                    return
                }
                let isCancelled = taker.withLock { taker in
                    taker.pool = pool
                    return taker.isCancelled
                }
                if isCancelled { pool.cancel(number) }
            }
        } onCancel: {
            let pool = taker.withLock { taker in
                taker.isCancelled = true
                return taker.pool
            }
            pool?.cancel(number)
        }
        return try result.get()
    }

    /// - Returns: the pool that took the order; nil if the link is closed.
    private func submit(_ order: Order) -> CurlPool? {
        state.withLock { state in
            state.pool.take(order) ? state.pool : nil
        }
    }

    /// True for `https://host:port` without anything that curl could read as more than that.
    private static func isPlain(_ endpoint: String) -> Bool {
        let prefix = "https://"
        guard endpoint.hasPrefix(prefix) else { return false }
        return endpoint.utf8.dropFirst(prefix.utf8.count).allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-.:[]_".utf8.contains(byte)
            }
        }
    }
}
