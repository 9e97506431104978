public import Certificates
public import HTTPService
public import Notices
public import Ports

/// Listens for peers: HTTP/1.1 over TLS 1.3 with certificates on both sides.
///
/// A client whose chain reaches no known root fails in the handshake. Every request of the others
/// is judged again by the trust in force. A member's request goes to the service. A stale member's
/// goes there only if it asks for `hello` or a trust list. Anyone else is refused and cut off,
/// however long it was connected.
///
/// Must be stopped: its threads keep it alive.
public final class PeerServer: Sendable {
    private let trust: TrustBox
    private let identification: PeerIdentification
    private let server: HTTPServer

    private init(trust: TrustBox, identification: PeerIdentification, server: HTTPServer) {
        self.trust = trust
        self.identification = identification
        self.server = server
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
        let identification = PeerIdentification(
            trust: box, stalePaths: stalePaths, refused: refused)
        let server = try await HTTPServer.start(
            at: .tcp(host: host, port: port), transport: identification.transport(of: identity),
            identification: identification, answering: PeerAnswering(service: service),
            rules: PeerAnswering.rules, bounds: bounds, troubled: troubled)
        return PeerServer(trust: box, identification: identification, server: server)
    }

    /// The port on which it listens.
    public var port: UInt16 { server.port }

    /// Connections that are open now.
    public var connectionCount: Int { server.connectionCount }

    /// Puts new trust in force. It holds from the next request of every connection; waiting
    /// connections of members that it no longer knows are closed at once.
    public func update(trust new: PeerTrust) {
        trust.replace(new)
        server.review()
    }

    /// Shows another certificate to connections that come from now on.
    ///
    /// - Throws: `keyUnusable`; the former identity then stays.
    public func update(identity: PeerIdentity) throws(HeliographError) {
        try server.update(transport: identification.transport(of: identity))
    }

    /// Accepts no more, finishes the requests in hand, and closes.
    ///
    /// - Parameter limit: after which requests that are still in hand are cut off.
    public func stop(within limit: Duration = .seconds(30)) async {
        await server.stop(within: limit)
    }
}
