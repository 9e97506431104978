public import Certificates
import Federation
public import Notices
package import Ports

/// Whose connections are taken, and for what. Replaced whole when the trust list or a revocation
/// list changes.
public struct PeerTrust: Sendable {
    /// Members that we exchange with.
    public let current: [MemberCode: MemberTrust]
    /// Members, or former roots of members, that may fetch `hello` and nothing else: suspended
    /// ones, and those of the previous trust list.
    public let former: [MemberCode: MemberTrust]
    /// Whose each key is: a key of somebody else is nobody's here.
    public let claims: KeyClaims

    public init(
        current: [MemberTrust], former: [MemberTrust] = [], claims: KeyClaims = KeyClaims()
    ) {
        self.claims = claims
        self.current = Dictionary(current.map { ($0.member, $0) }) { first, _ in first }
        self.former = Dictionary(former.map { ($0.member, $0) }) { first, _ in first }
    }

    /// Whether nobody's roots and revocation lists are others than in the other: open connections may then stay.
    public func isSame(as other: PeerTrust) -> Bool {
        Self.isSame(current, other.current) && Self.isSame(former, other.former)
    }

    /// What there is of one member.
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

    /// Judges who is at the far end.
    ///
    /// - Returns: nil if it is nobody we know. `until` is when the judgement ends by itself.
    package func judge(
        _ chain: PeerChain, at now: Instant
    ) -> (standing: CarrierStanding, until: Instant)? {
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

    /// The roots that a server of this member is known by.
    func roots(of member: MemberCode) -> [Certificate] {
        (current[member] ?? former[member])?.roots ?? []
    }

    /// Judges a server that is to be exactly `member`. One that is suspended may be asked for the lists
    /// that it holds: what it answers proves itself.
    ///
    /// - Returns: nil if it is, else why not.
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

    /// Why a key of the chain is not that of the member which the transport certificate names.
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

    /// Whether every signature up to the member's root is right, whatever the time and whatever
    /// was revoked. Judged at a moment when all was in time, because a verifier that meets an
    /// expired authority stops there, before it has looked at the leaf's signature.
    private func isGenuine(_ chain: PeerChain, by trust: MemberTrust) -> Bool {
        switch verdict(chain, by: trust, at: chain.latestStart) {
        case .trusted, .revoked: true
        case .outOfTime, .untrusted, .offProfile, .wrongRole: false
        }
    }
}
