import Glibc
import Synchronization

/// Deals accepted sockets out to the loops in turn, within the quotas.
final class Intake: Sendable {
    private let quotas: Quotas
    private let loops: [ServerLoop]
    private let state: Mutex<(tls: ServerTLS, next: Int)>

    init(quotas: Quotas, loops: [ServerLoop], tls: ServerTLS) {
        self.quotas = quotas
        self.loops = loops
        state = Mutex((tls, 0))
    }

    /// From now on new connections are made with `tls`.
    func replace(_ tls: ServerTLS) {
        state.withLock { $0.tls = tls }
    }

    /// - Parameter descriptor: owned from here on; closed at once if it is one too many.
    func take(_ descriptor: Int32, from address: String) {
        guard quotas.admitConnection(from: address) else {
            close(descriptor)
            return
        }
        let (tls, loop) = state.withLock { state in
            state.next = (state.next + 1) % loops.count
            return (state.tls, loops[state.next])
        }
        loop.loop.run { loop.adopt(descriptor, from: address, tls: tls) }
    }
}
