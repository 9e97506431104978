import Certificates
import Notices
import Ports
import Synchronization

/// The trust in force, shared by every connection.
final class TrustBox: Sendable {
    private let state: Mutex<PeerTrust>
    let clock: any Clock

    init(_ trust: PeerTrust, clock: any Clock) {
        state = Mutex(trust)
        self.clock = clock
    }

    func replace(_ trust: PeerTrust) {
        state.withLock { $0 = trust }
    }

    var current: PeerTrust { state.withLock { $0 } }
}

/// A judgement about one connection's chain. It is good until its member's trust changes or its
/// time is over.
struct CachedCarrier {
    /// The member's part of the trust by which the chain was judged.
    private var trust: PeerTrust?
    /// The conflict over a key, by that trust.
    private var conflict: String?
    private var until = Instant(milliseconds: .min)
    private var carrier: Carrier?

    /// Judges `chain` again if the last judgement no longer holds.
    mutating func judged(_ chain: PeerChain, by box: TrustBox) -> Carrier? {
        let trust = box.current.only(chain.leaf.member)
        let now = box.clock.now
        let conflict = trust.conflict(over: chain)
        if self.trust?.isSame(as: trust) != true || conflict != self.conflict || now >= until {
            let judgement = trust.judge(chain, at: now)
            (self.trust, self.conflict) = (trust, conflict)
            until = judgement?.until ?? now + .minutes(1)
            carrier = judgement?.carrier
        }
        return carrier
    }
}
