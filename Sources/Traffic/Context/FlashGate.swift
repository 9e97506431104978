internal import Exchange
package import Notices
import Synchronization

/// Lets a flash delivery leave with its submission: that its bytes may leave stands in the transaction
/// that takes the notice in, so nothing is read or written between that and the wire. See
/// `docs/adr/0027-flash-leaves-with-its-submission.md`.
///
/// Only where it would be sent at once. A peer that is away may never get it, and a cancel then ends it
/// unsent.
package final class FlashGate: Sendable {
    private let sender = Mutex<(@Sendable (MemberCode) async -> Bool)?>(nil)

    /// - Parameter sendsAtOnce: whether a flash delivery to this member would leave now; nil while nothing
    ///   is sent.
    package func use(_ sendsAtOnce: (@Sendable (MemberCode) async -> Bool)?) {
        sender.withLock { $0 = sendsAtOnce }
    }

    /// Those of the members that would be sent to at once.
    func open(among members: [MemberCode]) async -> Set<MemberCode> {
        guard !members.isEmpty, let sendsAtOnce = sender.withLock({ $0 }) else { return [] }
        var open: Set<MemberCode> = []
        for member in members where await sendsAtOnce(member) { open.insert(member) }
        return open
    }
}
