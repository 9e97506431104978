import CEvent
import COpenSSL
import Glibc
import Notices
import Synchronization

/// One loop of a server, with the evhttp that reads and writes for its connections.
///
/// `@unchecked Sendable`: everything below `http` is used on the loop's thread only.
final class ServerLoop: @unchecked Sendable {
    let loop: EventLoop
    let bounds: ServerBounds
    let quotas: Quotas
    let rules: HTTPRules
    let identification: any HTTPIdentifying
    let answering: any HTTPAnswering

    private let tls: ServerTLSBox
    private let troubled: @Sendable (DoorTrouble) -> Void

    private var http: OpaquePointer?  // evhttp *
    private var door: OpaquePointer?  // evhttp_bound_socket *
    private var connections: [UInt64: ServerConnection] = [:]
    /// Those without TLS, by their `bufferevent`.
    private var plainConnections: [OpaquePointer: ServerConnection] = [:]
    private var lastNumber: UInt64 = 0
    /// Connections that had no party when they came, in that order; some may have one since.
    private var handshakes: [UInt64] = []
    /// Refused clients that may still be reading the reason.
    private var lastWords: [ObjectIdentifier: LastWord] = [:]
    private var newcomers: [ServerConnection] = []
    private var newcomersEvent: OpaquePointer?
    private var pause: LoopTimer?
    private(set) var isStopping = false
    private var whenEmpty: CheckedContinuation<Void, Never>?

    init(
        bounds: ServerBounds, rules: HTTPRules, quotas: Quotas,
        identification: any HTTPIdentifying, answering: any HTTPAnswering, tls: ServerTLSBox,
        troubled: @escaping @Sendable (DoorTrouble) -> Void
    ) throws(HeliographError) {
        self.bounds = bounds
        self.quotas = quotas
        self.rules = rules
        self.identification = identification
        self.answering = answering
        self.tls = tls
        self.troubled = troubled
        loop = try EventLoop.start()
    }

    /// Starts to serve the clients that `descriptor` accepts.
    ///
    /// - Parameter descriptor: a listening socket; owned from here on.
    func listen(on descriptor: Int32) async throws(HeliographError) {
        let listens = await withCheckedContinuation { done in
            loop.run { done.resume(returning: self.open(descriptor)) }
        }
        guard listens else {
            throw HeliographError(.internalFault, "The HTTP server could not be set up.")
        }
    }

    private func open(_ descriptor: Int32) -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC
        guard descriptor >= 0, let http = evhttp_new(loop.base) else {
            if descriptor >= 0 { Glibc.close(descriptor) }
            return false
        }
        self.http = http
        Self.configure(http, bounds)
        evhttp_set_bevcb(http, { _, context in serving(context)?.nextConnection() }, context)
        evhttp_set_gencb(
            http,
            { request, context in
                if let request { serving(context)?.asked(ReceivedRequest(raw: request)) }
            }, context)
        newcomersEvent = event_new(
            loop.base, -1, 0, { _, _, context in serving(context)?.admitNewcomers() }, context)
        pause = LoopTimer(on: loop.base, owner: context) { _, _, context in
            serving(context)?.openDoor(true)
        }
        guard newcomersEvent != nil,
            let listener = evconnlistener_new(loop.base, nil, nil, flags, 0, descriptor)
        else {
            Glibc.close(descriptor)
            return false
        }
        guard let door = evhttp_bind_listener(http, listener) else {
            evconnlistener_free(listener)
            return false
        }
        self.door = door
        // evhttp gives this callback itself as context, not us.
        loopsByServer.withLock { $0[UInt(bitPattern: http)] = self }
        evconnlistener_set_error_cb(listener) { _, http in
            loopsByServer.withLock { $0[UInt(bitPattern: http)] }?.cannotAccept()
        }
        return true
    }

    /// Sets evhttp's bounds and methods.
    static func configure(_ http: OpaquePointer, _ bounds: ServerBounds) {
        evhttp_set_max_headers_size(http, bounds.headerBytesMax)
        evhttp_set_max_body_size(http, bounds.bodyBytesMax)
        // Reads the rest of a body that is too long, so that the refusal is heard.
        evhttp_set_flags(http, EVHTTP_SERVER_LINGERING_CLOSE)
        // All methods pass here, so that `ReceivedRequest` refuses with a code.
        evhttp_set_allowed_methods(http, .max)
    }

    /// Makes the connection for the socket that evhttp has just accepted.
    private func nextConnection() -> OpaquePointer {
        lastNumber += 1
        let (connection, bufferevent) = ServerConnection.make(
            number: lastNumber, host: self, tls: tls.current)
        connections[lastNumber] = connection
        if connection.isPlain { plainConnections[bufferevent] = connection }
        newcomers.append(connection)
        // Runs in this turn of the loop: after evhttp has set the socket, before it is read.
        event_active(newcomersEvent, Int32(EV_TIMEOUT), 0)
        return bufferevent
    }

    private func admitNewcomers() {
        let admitted = newcomers
        newcomers = []
        for connection in admitted { connection.admit() }
    }

    /// Counts a connection among those without a party. Strangers can fill this room, and the
    /// share of their address, but cannot keep it: the oldest connection is closed first.
    func shakesHands(_ connection: ServerConnection) {
        handshakes.removeAll { connections[$0]?.isNobodys != true }
        handshakes.append(connection.number)
        let neighbours = handshakes.filter { connections[$0]?.address == connection.address }
        if neighbours.count > share(of: bounds.handshakesPerAddressMax) {
            dismiss(oneOf: neighbours)
            if let address = connection.address { troubled(.crowd(address: address)) }
        } else if handshakes.count > share(of: bounds.handshakesMax) {
            dismiss(oneOf: handshakes)
        }
    }

    /// Closes the oldest connection, and before it one that has not sent its ClientHello. The
    /// newest is spared: it had no time for that yet.
    private func dismiss(oneOf numbers: [UInt64]) {
        let silent = numbers.dropLast().first { connections[$0]?.hasSaidHello == false }
        guard let number = silent ?? numbers.first else { return }
        handshakes.removeAll { $0 == number }
        connections[number]?.giveWay()
    }

    private func share(of bound: Int) -> Int { max(1, bound / max(1, bounds.loops)) }

    private func asked(_ request: ReceivedRequest) {
        guard let raw = request.connection else { return }
        // A request that did not come through TLS is not heard, except by a server without TLS.
        guard let bufferevent = evhttp_connection_get_bufferevent(raw),
            let connection = bufferevent_openssl_get_ssl(bufferevent)
                .map({ connectionSlot.connection(of: $0) }) ?? plainConnections[bufferevent]
        else { return evhttp_connection_free(raw) }
        connection.asked(request, on: raw)
    }

    func answer(_ response: HTTPResponse, connection number: UInt64, request: Int) {
        connections[number]?.answer(response, request: request)
    }

    /// Goes on with an answer in pieces.
    func went(_ step: ServerConnection.Step, connection number: UInt64, request: Int) {
        connections[number]?.went(step, request: request)
    }

    /// Closes every waiting connection whose far end may not stay. Connections that are being
    /// served are judged at their next request.
    func review() {
        for connection in connections.values where connection.phase == .idle {
            if !connection.mayStay { connection.cut() }
        }
    }

    /// Lets a refused client read the reason, if not too many do so already.
    func letRead(_ socket: Int32) {
        guard !isStopping, lastWords.count < bounds.lastWordsMax,
            let word = LastWord(
                socket, on: loop.base,
                ended: { [weak self] in self?.lastWords[ObjectIdentifier($0)] = nil })
        else { return }
        lastWords[ObjectIdentifier(word)] = word
    }

    func removed(_ connection: ServerConnection) {
        connections[connection.number] = nil
        if connection.isPlain { plainConnections[connection.bufferevent] = nil }
        noticeEmpty()
    }

    /// Accepts no more, closes waiting connections and lets the rest finish; returns when all are
    /// gone.
    func finish() async {
        await withCheckedContinuation { done in
            loop.run {
                self.isStopping = true
                self.lastWords = [:]
                self.whenEmpty = done
                self.closeDoor()
                for connection in self.connections.values {
                    switch connection.phase {
                    case .idle, .handshake: connection.cut()
                    case .streaming: connection.endEndlessStream()
                    case .reading, .answering, .writing, .refusing, .ending: break
                    }
                }
                self.noticeEmpty()
            }
        }
    }

    /// Ends every connection now.
    func endAll() {
        loop.run {
            self.isStopping = true
            for connection in self.connections.values { connection.end() }
        }
    }

    /// Frees evhttp and ends the loop.
    func stop() async {
        loop.run {
            self.closeDoor()
            self.pause = nil
            self.lastWords = [:]
            if let event = self.newcomersEvent { event_free(event) }
            if let http = self.http { evhttp_free(http) }
            self.newcomersEvent = nil
            self.http = nil
        }
        await loop.stop()
    }

    private func closeDoor() {
        guard let http, let door else { return }
        loopsByServer.withLock { $0[UInt(bitPattern: http)] = nil }
        evhttp_del_accept_socket(http, door)
        self.door = nil
    }

    /// Stops accepting for 100 ms: accepting again at once would spin until somebody else closes a
    /// file.
    private func cannotAccept() {
        troubled(.noDescriptor)
        openDoor(false)
        pause?.set(.milliseconds(100))
    }

    private func openDoor(_ isOpen: Bool) {
        guard let door else { return }
        let listener = evhttp_bound_socket_get_listener(door)
        _ = isOpen ? evconnlistener_enable(listener) : evconnlistener_disable(listener)
    }

    private func noticeEmpty() {
        guard connections.isEmpty, let done = whenEmpty else { return }
        whenEmpty = nil
        done.resume()
    }
}

/// The loop of each `evhttp` that listens, by the address of the `evhttp`.
private let loopsByServer = Mutex<[UInt: ServerLoop]>([:])

/// The loop that a C callback's context stands for.
private func serving(_ context: UnsafeMutableRawPointer?) -> ServerLoop? {
    context.map { Unmanaged<ServerLoop>.fromOpaque($0).takeUnretainedValue() }
}
