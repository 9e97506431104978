package import Notices

/// Listens for HTTP/1.1. libevent's evhttp reads and writes it, OpenSSL makes the TLS; this class
/// adds the bounds that they lack.
///
/// The server's user says who a far end is (`HTTPIdentifying`) and answers (`HTTPAnswering`). Every
/// request is judged again, however long its far end was connected.
///
/// Must be stopped: its threads keep it alive.
package final class HTTPServer: Sendable {
    /// The port on which it listens; 0 for a UNIX socket.
    package let port: UInt16
    private let tls: ServerTLSBox
    private let quotas: Quotas
    private let file: SocketFile?
    private let loops: [ServerLoop]

    private init(
        _ socket: ListeningSocket, tls: ServerTLSBox, quotas: Quotas, loops: [ServerLoop]
    ) {
        port = socket.port
        file = socket.file
        self.tls = tls
        self.quotas = quotas
        self.loops = loops
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - place: must be a UNIX socket or loopback if the transport is `plain`.
    ///   - troubled: called on any thread, and as often as strangers like.
    /// - Throws: `portUnavailable`, `configurationInvalid`, `keyUnusable`, `cryptoFailed` or
    ///   `internalFault`.
    package static func start(
        at place: HTTPPlace, transport: HTTPTransport,
        identification: any HTTPIdentifying, answering: any HTTPAnswering, rules: HTTPRules,
        bounds: ServerBounds = ServerBounds(),
        troubled: @escaping @Sendable (DoorTrouble) -> Void = { _ in }
    ) async throws(HeliographError) -> HTTPServer {
        let tls = ServerTLSBox(try ServerTLS.of(transport))
        let quotas = Quotas(bounds)
        let socket = try ListeningSocket.open(place, isPlain: tls.current == nil)
        defer { socket.close() }
        var loops: [ServerLoop] = []
        do throws(HeliographError) {
            for _ in 0..<max(1, bounds.loops) {
                let loop = try ServerLoop(
                    bounds: bounds, rules: rules, quotas: quotas, identification: identification,
                    answering: answering, tls: tls, troubled: troubled)
                loops.append(loop)
                try await loop.listen(on: socket.another())
            }
        } catch {
            for loop in loops { await loop.stop() }
            socket.file?.remove()
            throw error
        }
        return HTTPServer(socket, tls: tls, quotas: quotas, loops: loops)
    }

    /// Connections that are open now.
    package var connectionCount: Int { quotas.connectionCount }

    /// Closes waiting connections whose far end may not stay (`HTTPVisitor.mayStay`). The others
    /// are judged at their next request.
    package func review() {
        for loop in loops {
            loop.loop.run { loop.review() }
        }
    }

    /// Serves connections that come from now on over another transport of the same kind, such as
    /// one with a newer certificate.
    ///
    /// - Throws: `keyUnusable` or `cryptoFailed`; the former transport then stays.
    package func update(transport: HTTPTransport) throws(HeliographError) {
        tls.replace(try ServerTLS.of(transport))
    }

    /// Accepts no more, finishes the requests in hand, and closes.
    ///
    /// - Parameter limit: after which requests that are still in hand are cut off.
    package func stop(within limit: Duration = .seconds(30)) async {
        let loops = loops
        file?.remove()
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

extension ServerTLS {
    fileprivate static func of(_ transport: HTTPTransport) throws(HeliographError) -> ServerTLS? {
        switch transport {
        case .mutualTLS(let identity, let admits): try ServerTLS(identity, admits: admits)
        case .tls(let certificate, let clientAuthorities):
            try ServerTLS(certificate, clientAuthorities: clientAuthorities)
        case .plain: nil
        }
    }
}
