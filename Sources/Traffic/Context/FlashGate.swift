internal import Exchange
package import Notices
import Synchronization

/// Lets a flash delivery leave with its submission: the transaction that takes the notice in also
/// keeps that its bytes may leave, so nothing is read or written between that and the wire. See
/// `docs/adr/0027-flash-leaves-with-its-submission.md`.
///
/// The gate is open only for a peer to which the delivery would be sent at once. A peer that is
/// away may never get it, and a cancel then ends it unsent.
package final class FlashGate: Sendable {
    private let sender = Mutex<(@Sendable (MemberCode) async -> Bool)?>(nil)

    /// Sets the judge of peers.
    ///
    /// - Parameter sendsAtOnce: true if a flash delivery to this member would leave now; nil while
    ///   nothing is sent.
    package func use(_ sendsAtOnce: (@Sendable (MemberCode) async -> Bool)?) {
        sender.withLock { $0 = sendsAtOnce }
    }

    /// The members to which a flash delivery would be sent at once.
    func open(among members: [MemberCode]) async -> Set<MemberCode> {
        guard !members.isEmpty, let sendsAtOnce = sender.withLock({ $0 }) else { return [] }
        var open: Set<MemberCode> = []
        for member in members where await sendsAtOnce(member) { open.insert(member) }
        return open
    }
}
