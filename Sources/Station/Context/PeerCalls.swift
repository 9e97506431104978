package import Notices
import Synchronization

/// The results of this node's last call to each member, since the start.
///
/// A call from a member shows that the member is there. It does not show that our calls reach it.
package final class PeerCalls: Sendable {
    private let failures = Mutex<[MemberCode: Code]>([:])

    /// Notes the result of a call.
    ///
    /// - Parameter code: the reason why the member was not reached; nil if it was, whatever it
    ///   answered.
    package func note(_ code: Code?, of member: MemberCode) {
        failures.withLock { $0[member] = code }
    }

    /// The reason why the last call did not reach a member; nil if it did, or none was made.
    package func failure(of member: MemberCode) -> Code? { failures.withLock { $0[member] } }
}
