package import Notices
import Synchronization

/// What this node's last call to each member came to, since the start. A member that calls us shows that it is there,
/// and not that what we send reaches it.
package final class PeerCalls: Sendable {
    private let failures = Mutex<[MemberCode: Code]>([:])

    /// - Parameter code: why the member was not reached; nil if it was, whatever it said.
    package func note(_ code: Code?, of member: MemberCode) {
        failures.withLock { $0[member] = code }
    }

    package func failure(of member: MemberCode) -> Code? { failures.withLock { $0[member] } }
}
