import Notices
import Synchronization

/// Counts connections, and requests in hand, over all loops, against the server's bounds.
final class Quotas: Sendable {
    private struct Counts {
        var connections = 0
        var members: [MemberCode: Share] = [:]
        var memberConnections = 0
        var readingBytes = 0
        var bodyBytes = 0
    }

    /// Connections, bytes and requests of one member.
    private struct Share: Equatable {
        var connections = 0
        var readingBytes = 0
        var bodyBytes = 0
        var requests = 0
    }

    private let bounds: ServerBounds
    private let counts = Mutex(Counts())

    init(_ bounds: ServerBounds) {
        self.bounds = bounds
    }

    var connectionCount: Int { counts.withLock { $0.connections } }

    /// - Returns: false if it is one too many; nothing is then counted.
    func admitConnection() -> Bool {
        counts.withLock { counts in
            guard counts.connections < bounds.socketsMax else { return false }
            counts.connections += 1
            return true
        }
    }

    func releaseConnection() { counts.withLock { $0.connections -= 1 } }

    /// A connection of this member, from the end of its handshake on.
    func admitMember(_ member: MemberCode) -> Bool {
        counts.withLock { counts in
            var share = counts.members[member] ?? Share()
            guard counts.memberConnections < bounds.connectionsMax,
                share.connections < bounds.connectionsPerMemberMax
            else { return false }
            counts.memberConnections += 1
            share.connections += 1
            counts.members[member] = share
            return true
        }
    }

    func releaseMember(_ member: MemberCode) {
        counts.withLock { counts in
            counts.memberConnections -= 1
            Self.change(&counts.members, member) { $0.connections -= 1 }
        }
    }

    /// Counts bytes of requests that are not whole yet.
    ///
    /// - Parameter member: nil for a connection beyond its member's bound, which counts for the
    ///   total only.
    /// - Returns: false if they are too many; nothing is then counted.
    func admitReading(_ byteCount: Int, of member: MemberCode?) -> Bool {
        counts.withLock { counts in
            let own = member.map { counts.members[$0]?.readingBytes ?? 0 } ?? 0
            guard counts.readingBytes + byteCount <= bounds.readingBytesMax,
                own + byteCount <= bounds.readingBytesPerMemberMax
            else { return false }
            counts.readingBytes += byteCount
            if let member { Self.change(&counts.members, member) { $0.readingBytes += byteCount } }
            return true
        }
    }

    func releaseReading(_ byteCount: Int, of member: MemberCode?) {
        counts.withLock { counts in
            counts.readingBytes -= byteCount
            if let member { Self.change(&counts.members, member) { $0.readingBytes -= byteCount } }
        }
    }

    /// A request of this member that goes to the service, with its body.
    func admitRequest(_ byteCount: Int, of member: MemberCode) -> Bool {
        counts.withLock { counts in
            var share = counts.members[member] ?? Share()
            guard counts.bodyBytes + byteCount <= bounds.bodyBytesInHandMax,
                share.bodyBytes + byteCount <= bounds.bodyBytesInHandPerMemberMax,
                share.requests < bounds.requestsInHandPerMemberMax
            else { return false }
            counts.bodyBytes += byteCount
            share.bodyBytes += byteCount
            share.requests += 1
            counts.members[member] = share
            return true
        }
    }

    func releaseRequest(_ byteCount: Int, of member: MemberCode) {
        counts.withLock { counts in
            counts.bodyBytes -= byteCount
            Self.change(&counts.members, member) { share in
                share.bodyBytes -= byteCount
                share.requests -= 1
            }
        }
    }

    /// Changes a member's share, and removes a share that is empty.
    private static func change(
        _ table: inout [MemberCode: Share], _ member: MemberCode, _ body: (inout Share) -> Void
    ) {
        var share = table[member] ?? Share()
        body(&share)
        table[member] = share == Share() ? nil : share
    }
}
