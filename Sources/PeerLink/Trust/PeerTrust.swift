public import Certificates
import Federation
public import Notices
package import Ports

/// The members whose connections are taken, and what each may ask for. Replaced whole when the
/// trust list or a revocation list changes.
public struct PeerTrust: Sendable {
    /// Members with which this node exchanges messages.
    public let current: [MemberCode: MemberTrust]
    /// Members, or former roots of members, that may fetch `hello` and trust lists only: suspended
    /// members, and those of the previous trust list.
    public let former: [MemberCode: MemberTrust]
    /// The owner of each known key: a key that belongs to another member is refused here.
    public let claims: KeyClaims

    /// Takes the first entry of a member that is listed twice.
    public init(
        current: [MemberTrust], former: [MemberTrust] = [], claims: KeyClaims = KeyClaims()
    ) {
        self.claims = claims
        self.current = Dictionary(current.map { ($0.member, $0) }) { first, _ in first }
        self.former = Dictionary(former.map { ($0.member, $0) }) { first, _ in first }
    }

    /// True if every member has the same roots and revocation lists in both: open connections may
    /// then stay.
    public func isSame(as other: PeerTrust) -> Bool {
        Self.isSame(current, other.current) && Self.isSame(former, other.former)
    }

    /// The part of the trust that concerns one member; empty for nil.
    func only(_ member: MemberCode?) -> PeerTrust {
        guard let member else { return PeerTrust(current: []) }
        return PeerTrust(
            current: current[member].map { [$0] } ?? [], former: former[member].map { [$0] } ?? [],
            claims: claims)
    }

    private static func isSame(
        _ left: [MemberCode: MemberTrust], _ right: [MemberCode: MemberTrust]
    ) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] === $0.value }
    }

    /// Judges the far end of a connection.
    ///
    /// - Returns: nil if it is no member that we know. `until` is the time at which the judgement
    ///   ends by itself.
    package func judge(
        _ chain: PeerChain, at now: Instant
    ) -> (carrier: Carrier, until: Instant)? {
        guard let member = chain.leaf.member else { return nil }
        if let trust = current[member] {
            if case .trusted(let until) = verdict(chain, by: trust, at: now) {
                return (.member(member), until)
            }
            if isGenuine(chain, by: trust) { return (.stale(member), now + .minutes(1)) }
        }
        guard let trust = former[member], isGenuine(chain, by: trust) else { return nil }
        return (.stale(member), now + .minutes(1))
    }

    /// The roots that a server of this member must reach.
    func roots(of member: MemberCode) -> [Certificate] {
        (current[member] ?? former[member])?.roots ?? []
    }

    /// Judges a server that must be exactly `member`. A suspended member may be asked for the lists
    /// that it holds: such an answer proves itself.
    ///
    /// - Returns: nil if it is, else the reason why not.
    package func refusal(
        ofServer chain: PeerChain, as member: MemberCode, at now: Instant
    ) -> String? {
        guard let trust = current[member] else {
            guard let trust = former[member] else { return "\(member) is not in the trust list" }
            return isGenuine(chain, by: trust) && chain.leaf.member == member
                ? nil : "its certificate is not \(member)'s"
        }
        return switch verdict(chain, by: trust, at: now) {
        case .trusted: nil
        case .outOfTime: "its certificate is not valid now"
        case .revoked: "its certificate is revoked"
        case .untrusted(let reason), .offProfile(let reason): reason
        case .wrongRole: "its certificate is not a transport certificate"
        }
    }

    /// The reason why a key of the chain belongs to another member than the leaf names; nil if none
    /// does.
    func conflict(over chain: PeerChain) -> String? {
        chain.leaf.member.flatMap {
            claims.conflict(over: chain.leaf, with: chain.others, for: $0, as: .transport)
        }
    }

    private func verdict(
        _ chain: PeerChain, by trust: MemberTrust, at now: Instant
    ) -> ChainVerdict {
        if let conflict = conflict(over: chain) { return .untrusted(reason: conflict) }
        return trust.judge(chain.leaf, with: chain.others, role: .transport, at: now)
    }

    /// True if every signature up to the member's root is right, whatever the time and whatever was
    /// revoked. Judged at a moment when all certificates were in time, because a verifier that
    /// meets an expired authority stops there, before it has looked at the leaf's signature.
    private func isGenuine(_ chain: PeerChain, by trust: MemberTrust) -> Bool {
        switch verdict(chain, by: trust, at: chain.latestStart) {
        case .trusted, .revoked: true
        case .outOfTime, .untrusted, .offProfile, .wrongRole: false
        }
    }
}
