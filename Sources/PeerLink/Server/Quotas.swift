import Notices
import Synchronization

/// Counts what is open and in hand over all loops, against the server's bounds.
final class Quotas: Sendable {
    private struct Counts {
        var connections = 0
        var addresses: [String: Int] = [:]
        var members: [MemberCode: Int] = [:]
        var readingBytes = 0
        var bodyBytes = 0
    }

    private let bounds: ServerBounds
    private let counts = Mutex(Counts())

    init(_ bounds: ServerBounds) {
        self.bounds = bounds
    }

    var connectionCount: Int { counts.withLock { $0.connections } }

    /// - Returns: false if it is one too many; nothing is then counted.
    func admitConnection(from address: String) -> Bool {
        counts.withLock { counts in
            let sameAddress = counts.addresses[address, default: 0]
            guard counts.connections < bounds.connectionsMax,
                sameAddress < bounds.connectionsPerAddressMax
            else { return false }
            counts.connections += 1
            counts.addresses[address] = sameAddress + 1
            return true
        }
    }

    func releaseConnection(from address: String) {
        counts.withLock { counts in
            counts.connections -= 1
            Self.lower(&counts.addresses, address)
        }
    }

    func admitMember(_ member: MemberCode) -> Bool {
        counts.withLock { counts in
            let count = counts.members[member, default: 0]
            guard count < bounds.connectionsPerMemberMax else { return false }
            counts.members[member] = count + 1
            return true
        }
    }

    func releaseMember(_ member: MemberCode) {
        counts.withLock { Self.lower(&$0.members, member) }
    }

    /// Bytes of requests that are not whole yet.
    func admitReading(_ byteCount: Int) -> Bool {
        counts.withLock { counts in
            guard counts.readingBytes + byteCount <= bounds.readingBytesMax else { return false }
            counts.readingBytes += byteCount
            return true
        }
    }

    func releaseReading(_ byteCount: Int) {
        counts.withLock { $0.readingBytes -= byteCount }
    }

    func admitBody(_ byteCount: Int) -> Bool {
        counts.withLock { counts in
            guard counts.bodyBytes + byteCount <= bounds.bodyBytesInHandMax else { return false }
            counts.bodyBytes += byteCount
            return true
        }
    }

    func releaseBody(_ byteCount: Int) {
        counts.withLock { $0.bodyBytes -= byteCount }
    }

    /// A key whose count reaches zero goes, so that the table holds open ones only.
    private static func lower<Key>(_ table: inout [Key: Int], _ key: Key) {
        guard let count = table[key] else { return }
        table[key] = count > 1 ? count - 1 : nil
    }
}
