import CEvent
import Glibc

/// Reads bytes as the server reads the output of TLS: evhttp with the server's settings, and our
/// own judgement of the result. For fuzzing: without TLS, threads and a service.
///
/// Not thread-safe.
package final class RequestTrial {
    /// One request as the service would have got it.
    package struct Reading: Equatable {
        /// The request's method.
        package let method: String
        /// The request's path and query.
        package let path: String
        /// The request's body, bytes.
        package let body: [UInt8]
    }

    /// A rule that must hold for all inputs, and was broken.
    package enum Breach: Error {
        /// Bytes behind a refusal were read as a request.
        case heardAfterRefusal
        /// evhttp had a whole request while `HeadScan` had not seen the end of its head.
        case scanDisagrees
        /// evhttp took more bytes for the body than came.
        case bodyTooLong
        /// The connection was not freed.
        case leftOpen
    }

    private let base: OpaquePointer
    private let http: OpaquePointer
    private var address = sockaddr_un()
    private var addressSize = socklen_t(0)

    private static let headBytesMax = 4_096
    private let rules: HTTPRules
    private let bodyBytesMax: Int
    private var scan = HeadScan(headBytesMax: headBytesMax)
    private var early: EarlyAnswer?
    private var readings: [Reading] = []
    private var isRefused = false
    private var breach: Breach?
    private var requestCount = 0
    /// The `bufferevent` of the connection being read.
    private var connection: OpaquePointer?
    /// Events that the loop watches when there is no connection.
    private var idleCount: Int32 = 0

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - rules: of the server.
    ///   - bounds: small ones let a fuzzer reach them.
    package init?(rules: HTTPRules, bounds: ServerBounds = ServerBounds()) {
        guard let base = event_base_new(), let http = evhttp_new(base) else { return nil }
        self.base = base
        self.http = http
        self.rules = rules
        bodyBytesMax = bounds.bodyBytesMax
        ServerLoop.configure(http, bounds)
        let descriptor = LocalSocket.make()
        // Linux gives an abstract name, which is in no file system, to a socket that binds to none.
        address.sun_family = sa_family_t(AF_UNIX)
        addressSize = socklen_t(MemoryLayout<sockaddr_un>.size)
        let size = addressSize
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(
                    descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0),
                    socklen_t(MemoryLayout<sa_family_t>.size)) == 0
                    && listen(descriptor, 1) == 0
            }
        }
        var found = size
        let isNamed = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, __SOCKADDR_ARG(__sockaddr__: $0), &found) == 0
            }
        }
        addressSize = found
        let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC
        guard isListening, isNamed,
            let listener = evconnlistener_new(base, nil, nil, flags, 0, descriptor),
            evhttp_bind_listener(http, listener) != nil
        else { return nil }
        let context = Unmanaged.passUnretained(self).toOpaque()
        evhttp_set_bevcb(http, { base, context in trial(context)?.connected(base) }, context)
        evhttp_set_gencb(
            http, { request, context in if let request { trial(context)?.asked(request) } }, context
        )
        idleCount = watchedCount
    }

    deinit {
        evhttp_free(http)
        event_base_free(base)
    }

    /// Reads the bytes as one connection, cut in two at the middle.
    ///
    /// - Returns: the requests that the service would have got, in order.
    /// - Throws: the rule that was broken.
    package func read(_ bytes: [UInt8]) throws(Breach) -> [Reading] {
        scan = HeadScan(headBytesMax: Self.headBytesMax)
        (readings, isRefused, breach, requestCount, early) = ([], false, nil, 0, nil)
        let descriptor = LocalSocket.make()
        let size = addressSize
        let isConnected = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0), size) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return []
        }
        // Sent at once the bytes would never be cut in two; at the middle, anything may be cut.
        for part in [bytes.prefix(bytes.count / 2), bytes.suffix(bytes.count - bytes.count / 2)] {
            LocalSocket.send(part, to: descriptor)
            turn()
        }
        // A child of another thread may hold a copy until it has become its program; a close alone
        // would not end the connection before that.
        endBothWays(descriptor)
        close(descriptor)
        for _ in 0..<64 where watchedCount > idleCount { turn() }
        if watchedCount > idleCount { throw .leftOpen }
        if let breach { throw breach }
        return readings
    }

    private var watchedCount: Int32 {
        event_base_get_num_events(base, UInt32(EVENT_BASE_COUNT_ADDED))
    }

    private func turn() {
        for _ in 0..<8 { event_base_loop(base, EVLOOP_NONBLOCK) }
    }

    private func connected(_ base: OpaquePointer?) -> OpaquePointer? {
        let made = bufferevent_socket_new(base, -1, Int32(BEV_OPT_CLOSE_ON_FREE.rawValue))
        guard let made else { return nil }
        evbuffer_add_cb(
            bufferevent_get_input(made),
            { input, change, context in
                guard let input, let change = change?.pointee, change.n_added > 0 else { return }
                trial(context)?.arrived(change.n_added, in: input)
            }, Unmanaged.passUnretained(self).toOpaque())
        connection = made
        return made
    }

    private func arrived(_ count: Int, in input: OpaquePointer) {
        let wasEnded = scan.isEnded
        scan.take(last: count, of: input)
        guard scan.isEnded, !wasEnded, early == nil, requestCount == 0, let connection,
            let refusal = HeadCheck(bodyBytesMax: bodyBytesMax).refusal(of: scan.head)
        else { return }
        isRefused = true
        early = EarlyAnswer(rules.write(refusal), with: rules.headers, on: connection) {
            endWriting(bufferevent_getfd(connection))
        }
    }

    private func asked(_ raw: OpaquePointer) {
        let request = ReceivedRequest(raw: raw)
        if isRefused { breach = .heardAfterRefusal }
        requestCount += 1
        do throws(HTTPRefusal) {
            let head = try request.head(by: rules)
            if requestCount == 1 {
                if !scan.isEnded { breach = .scanDisagrees }
                if request.bodyByteCount > scan.bodyByteCount { breach = .bodyTooLong }
            }
            let isLast = request.isLast
            readings.append(
                Reading(method: head.method, path: head.target, body: request.takeBody()))
            request.answer(status: 200, headers: [], body: [], isLast: isLast)
        } catch {
            isRefused = true
            request.answer(
                status: error.status, headers: error.response.headers, body: error.body,
                isLast: true)
        }
    }
}

/// The trial that a C callback's context stands for.
private func trial(_ context: UnsafeMutableRawPointer?) -> RequestTrial? {
    context.map { Unmanaged<RequestTrial>.fromOpaque($0).takeUnretainedValue() }
}
