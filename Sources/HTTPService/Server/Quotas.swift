import Synchronization

/// Counts connections, and requests in hand, over all loops, against the server's bounds.
final class Quotas: Sendable {
    private struct Counts {
        var connections = 0
        var parties: [String: Share] = [:]
        var partyConnections = 0
        var readingBytes = 0
        var bodyBytes = 0
    }

    /// Connections, bytes and requests of one party.
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

    /// A connection of this party, from the end of its handshake on.
    func admitParty(_ party: String) -> Bool {
        counts.withLock { counts in
            var share = counts.parties[party] ?? Share()
            guard counts.partyConnections < bounds.connectionsMax,
                share.connections < bounds.connectionsPerPartyMax
            else { return false }
            counts.partyConnections += 1
            share.connections += 1
            counts.parties[party] = share
            return true
        }
    }

    func releaseParty(_ party: String) {
        counts.withLock { counts in
            counts.partyConnections -= 1
            Self.change(&counts.parties, party) { $0.connections -= 1 }
        }
    }

    /// Counts bytes of requests that are not whole yet.
    ///
    /// - Parameter party: nil for a connection beyond its party's bound, which counts for the
    ///   total only.
    /// - Returns: false if they are too many; nothing is then counted.
    func admitReading(_ byteCount: Int, of party: String?) -> Bool {
        counts.withLock { counts in
            let own = party.map { counts.parties[$0]?.readingBytes ?? 0 } ?? 0
            guard counts.readingBytes + byteCount <= bounds.readingBytesMax,
                own + byteCount <= bounds.readingBytesPerPartyMax
            else { return false }
            counts.readingBytes += byteCount
            if let party { Self.change(&counts.parties, party) { $0.readingBytes += byteCount } }
            return true
        }
    }

    func releaseReading(_ byteCount: Int, of party: String?) {
        counts.withLock { counts in
            counts.readingBytes -= byteCount
            if let party { Self.change(&counts.parties, party) { $0.readingBytes -= byteCount } }
        }
    }

    /// A request of this party that goes to the service, with its body.
    func admitRequest(_ byteCount: Int, of party: String) -> Bool {
        counts.withLock { counts in
            var share = counts.parties[party] ?? Share()
            guard counts.bodyBytes + byteCount <= bounds.bodyBytesInHandMax,
                share.bodyBytes + byteCount <= bounds.bodyBytesInHandPerPartyMax,
                share.requests < bounds.requestsInHandPerPartyMax
            else { return false }
            counts.bodyBytes += byteCount
            share.bodyBytes += byteCount
            share.requests += 1
            counts.parties[party] = share
            return true
        }
    }

    func releaseRequest(_ byteCount: Int, of party: String) {
        counts.withLock { counts in
            counts.bodyBytes -= byteCount
            Self.change(&counts.parties, party) { share in
                share.bodyBytes -= byteCount
                share.requests -= 1
            }
        }
    }

    /// Changes a party's share, and removes a share that is empty.
    private static func change(
        _ table: inout [String: Share], _ party: String, _ body: (inout Share) -> Void
    ) {
        var share = table[party] ?? Share()
        body(&share)
        table[party] = share == Share() ? nil : share
    }
}
