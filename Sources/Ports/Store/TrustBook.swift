public import Notices

/// The announcements of members, their signed words, and the times when they were reached.
public protocol TrustBook: Sendable {
    /// Every trust list held, lowest version first.
    func trustLists() async throws(HeliographError) -> [StoredTrustList]
    /// Every fork seen, the oldest first.
    func forks() async throws(HeliographError) -> [StoredFork]
    /// The newest bundle of each member, in the order of their codes.
    func keyBundles() async throws(HeliographError) -> [StoredKeyBundle]
    /// The bundles of one member, the newest first, at most `limit`.
    func keyBundles(
        of member: MemberCode, limit: Int
    ) async throws(HeliographError) -> [StoredKeyBundle]
    /// The newest revocation list of each issuing CA, in the order of their key ids.
    func revocationLists() async throws(HeliographError) -> [StoredRevocationList]
    /// In the order of their codes.
    func peers() async throws(HeliographError) -> [PeerRow]
    /// The last signed word of each peer about what it holds, in the order of their codes.
    func probes() async throws(HeliographError) -> [StoredProbe]
    /// By key, then by member.
    func keyUses() async throws(HeliographError) -> [KeyUse]
}
