public import Certificates
public import Notices
public import Ports

/// Listens for peers: HTTP/1.1 over TLS 1.3 with certificates on both sides. libevent's evhttp
/// reads and writes the HTTP, OpenSSL makes the TLS; this class adds the bounds that they lack.
///
/// A client whose chain reaches no known root fails in the handshake. Every request of the others
/// is judged again by the trust in force. A member's request goes to the service. A stale member's
/// goes there only if it asks for `hello` or a trust list. Anyone else is refused and cut off,
/// however long it was connected.
///
/// Must be stopped: its threads keep it alive.
public final class PeerServer: Sendable {
    /// The port on which it listens.
    public let port: UInt16
    private let trust: TrustBox
    private let tls: ServerTLSBox
    private let refused: @Sendable (RefusedClient) -> Void
    private let quotas: Quotas
    private let loops: [ServerLoop]

    private init(
        port: UInt16, trust: TrustBox, tls: ServerTLSBox, quotas: Quotas, loops: [ServerLoop],
        refused: @escaping @Sendable (RefusedClient) -> Void
    ) {
        self.refused = refused
        self.port = port
        self.trust = trust
        self.tls = tls
        self.quotas = quotas
        self.loops = loops
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - host: a numeric address, `127.0.0.1`, `::`.
    ///   - port: 0 takes any that is free.
    ///   - stalePaths: paths that a stale carrier may ask for; one that ends in a slash stands for
    ///     all below it.
    ///   - refused: called for each client whose certificate ends its handshake, or does not allow
    ///     its request; on any thread, and as often as strangers like.
    ///   - troubled: called in the same way.
    /// - Throws: `portUnavailable`, `keyUnusable`, `cryptoFailed` or `internalFault`.
    public static func start(
        host: String, port: UInt16, identity: PeerIdentity, trust: PeerTrust,
        service: any PeerService, clock: any Clock, bounds: ServerBounds = ServerBounds(),
        stalePaths: Set<String> = ["/exchange/v1/hello", "/exchange/v1/trust-lists/"],
        refused: @escaping @Sendable (RefusedClient) -> Void = { _ in },
        troubled: @escaping @Sendable (DoorTrouble) -> Void = { _ in }
    ) async throws(HeliographError) -> PeerServer {
        let box = TrustBox(trust, clock: clock)
        let tls = ServerTLSBox(try ServerTLS(identity, box: box, refused: refused))
        let quotas = Quotas(bounds)
        let socket = try ListeningSocket.open(host: host, port: port)
        defer { socket.close() }
        var loops: [ServerLoop] = []
        do throws(HeliographError) {
            for _ in 0..<max(1, bounds.loops) {
                let loop = try ServerLoop(
                    bounds: bounds, quotas: quotas, trust: box, service: service,
                    stalePaths: stalePaths, tls: tls, troubled: troubled)
                loops.append(loop)
                try await loop.listen(on: socket.another())
            }
        } catch {
            for loop in loops { await loop.stop() }
            throw error
        }
        return PeerServer(
            port: socket.port, trust: box, tls: tls, quotas: quotas, loops: loops, refused: refused)
    }

    /// Connections that are open now.
    public var connectionCount: Int { quotas.connectionCount }

    /// Puts new trust in force. It holds from the next request of every connection; waiting
    /// connections of members that it no longer knows are closed at once.
    public func update(trust new: PeerTrust) {
        trust.replace(new)
        for loop in loops {
            loop.loop.run { loop.review() }
        }
    }

    /// Shows another certificate to connections that come from now on.
    ///
    /// - Throws: `keyUnusable`; the former identity then stays.
    public func update(identity: PeerIdentity) throws(HeliographError) {
        tls.replace(try ServerTLS(identity, box: trust, refused: refused))
    }

    /// Accepts no more, finishes the requests in hand, and closes.
    ///
    /// - Parameter limit: after which requests that are still in hand are cut off.
    public func stop(within limit: Duration = .seconds(30)) async {
        let loops = loops
        let cut = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            for loop in loops { loop.endAll() }
        }
        await withTaskGroup { group in
            for loop in loops {
                group.addTask { await loop.finish() }
            }
        }
        cut.cancel()
        for loop in loops { await loop.stop() }
    }
}
