import Notices
import Ports
import Synchronization

/// The trust in force, shared by every connection; a generation number tells that it changed.
final class TrustBox: Sendable {
    private let state: Mutex<(trust: PeerTrust, generation: Int)>
    let clock: any Clock

    init(_ trust: PeerTrust, clock: any Clock) {
        state = Mutex((trust, 1))
        self.clock = clock
    }

    func replace(_ trust: PeerTrust) {
        state.withLock { $0 = (trust, $0.generation + 1) }
    }

    var current: (trust: PeerTrust, generation: Int) {
        state.withLock { $0 }
    }
}

/// A judgement about one connection's chain, good until the trust changes or time runs out.
struct CachedStanding {
    private var generation = 0
    private var until = Instant(milliseconds: .min)
    private var standing: CarrierStanding?

    /// Judges `chain` again if the last judgement no longer holds.
    mutating func judged(_ chain: PeerChain, by box: TrustBox) -> CarrierStanding? {
        let (trust, generation) = box.current
        let now = box.clock.now
        if generation != self.generation || now >= until {
            let judgement = trust.judge(chain, at: now)
            self.generation = generation
            until = judgement?.until ?? now + .minutes(1)
            standing = judgement?.standing
        }
        return standing
    }
}
