import CEvent
import COpenSSL
import Certificates
import Glibc

/// One accepted connection: its times, its bytes and its party, which evhttp does not bound.
///
/// evhttp owns the socket, reads and writes. This object hangs on the connection's `SSL`, which
/// dies with the connection however it ends; so every count is given back once. Without TLS it
/// hangs on evhttp's connection. Lives on its loop's thread.
final class ServerConnection {
    enum Phase: Equatable {
        case handshake
        /// Between requests.
        case idle
        /// Some of a request is here; evhttp gives no sign between its header and its body.
        case reading
        /// With the service.
        case answering
        /// The answer is on its way out, whole.
        case writing
        /// The answer is made piece by piece.
        case streaming
        /// The head was enough to refuse it; further bytes are thrown away.
        case refusing
        /// Cut off; evhttp has yet to notice.
        case ending
    }

    /// Bytes that a far end may send before it has taken the answer that is on its way.
    static let aheadBytesMax = 64 * 1_024
    /// Bytes of an answer in pieces that wait for the far end: the next piece is asked for below
    /// it, and a far end that is slow must have taken half of it.
    static let waitingBytesMax = 256 * 1_024

    let number: UInt64
    let host: ServerLoop
    /// nil without TLS.
    private let ssl: OpaquePointer?
    let bufferevent: OpaquePointer
    /// Keeps the `SSL_CTX` and the objects that its callbacks point to.
    private let tls: ServerTLS?
    /// Our callback at the input buffer.
    private var inputWatch: OpaquePointer?

    private(set) var phase = Phase.handshake
    /// The far end's address, once the connection is counted as open.
    private(set) var address: String?
    /// The far end, once its handshake is done.
    private var caller: HTTPCaller?
    private var visitor: (any HTTPVisitor)?
    /// Whose quotas it counts for; nil until the handshake is done, and for a connection beyond its
    /// party's bound.
    private var party: String?
    private var request: ReceivedRequest?
    private var task: Task<Void, Never>?
    private var outflow: Outflow?
    /// Counts requests, so that an answer that comes too late is recognised.
    private var requestNumber = 0
    private var isLastAnswer = false
    private var scan = HeadScan(headBytesMax: 0)
    private var early: EarlyAnswer?
    private var readBytesHeld = 0
    private var timer: LoopTimer?

    private init(
        number: UInt64, host: ServerLoop, ssl: OpaquePointer?, bufferevent: OpaquePointer,
        tls: ServerTLS?
    ) {
        self.number = number
        self.host = host
        self.ssl = ssl
        self.bufferevent = bufferevent
        self.tls = tls
    }

    /// Makes the bufferevent that evhttp uses for the next accepted socket.
    ///
    /// Without it evhttp would speak plain HTTP on that socket, so there is no way to fail. Only a
    /// lack of memory could make it, and Swift does not go on after that either.
    static func make(
        number: UInt64, host: ServerLoop, tls: ServerTLS?
    ) -> (connection: ServerConnection, bufferevent: OpaquePointer) {
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        let ssl = tls?.makeConnection()
        guard tls == nil || ssl != nil,
            let bufferevent =
                if let ssl {
                    bufferevent_openssl_socket_new(
                        host.loop.base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, options)
                } else {
                    bufferevent_socket_new(host.loop.base, -1, options)
                }
        else { fatalError("There is no memory for a connection.") }
        bufferevent_priority_set(bufferevent, EventLoop.Rank.nobodys.rawValue)
        let connection = ServerConnection(
            number: number, host: host, ssl: ssl, bufferevent: bufferevent, tls: tls)
        if let ssl {
            bufferevent_openssl_set_allow_dirty_shutdown(bufferevent, 1)
            guard connectionSlot.attach(connection, to: ssl) else {
                fatalError("There is no memory for a connection.")
            }
        }
        let context = Unmanaged.passUnretained(connection).toOpaque()
        connection.timer = LoopTimer(on: host.loop.base, owner: context) { _, _, context in
            served(context)?.timedOut()
        }
        connection.inputWatch = evbuffer_add_cb(
            bufferevent_get_input(bufferevent),
            { input, change, context in
                guard let input, let change = change?.pointee, change.n_added > 0 else { return }
                served(context)?.arrived(change.n_added, in: input)
            }, context)
        return (connection, bufferevent)
    }

    /// Called once evhttp has put the accepted socket in its place, and before anything is read
    /// from it.
    func admit() {
        if isPlain { hangOnConnection() }
        let address = peerAddress(of: socket)
        guard !host.isStopping, host.quotas.admitConnection() else { return cut() }
        self.address = address
        timer?.set(host.bounds.handshakeTime)
        if isPlain { handshakeEnded() }
        if isNobodys { host.shakesHands(self) }
    }

    /// True without TLS.
    var isPlain: Bool { ssl == nil }

    private var socket: Int32 { ssl.map { SSL_get_fd($0) } ?? bufferevent_getfd(bufferevent) }

    /// evhttp's connection holds this object from here on. It is the context of the callbacks that
    /// evhttp has just given to the bufferevent.
    private func hangOnConnection() {
        var context: UnsafeMutableRawPointer?
        bufferevent_getcb(bufferevent, nil, nil, nil, &context)
        guard let context else { return }
        _ = Unmanaged.passRetained(self)
        watchEnd(of: OpaquePointer(context))
    }

    /// Has evhttp tell of the end of its connection.
    private func watchEnd(of connection: OpaquePointer) {
        evhttp_connection_set_closecb(
            connection, { _, context in served(context)?.connectionEnds() },
            Unmanaged.passUnretained(self).toOpaque())
    }

    private func connectionEnds() {
        closed()
        guard isPlain else { return }
        if let inputWatch {
            evbuffer_remove_cb_entry(bufferevent_get_input(bufferevent), inputWatch)
        }
        inputWatch = nil
        released()
        Unmanaged.passUnretained(self).release()
    }

    /// True for a connection in its handshake, or one beyond its party's bound.
    var isNobodys: Bool { party == nil && phase != .ending }

    /// True once its ClientHello is here as a whole.
    var hasSaidHello: Bool {
        guard let ssl else { return true }
        let state = SSL_get_state(ssl)
        return state != TLS_ST_BEFORE && state != TLS_ST_SR_CLNT_HELLO
    }

    /// Makes room for another at once; evhttp lets go of the rest in its next turn.
    func giveWay() {
        if address != nil { host.quotas.releaseConnection() }
        address = nil
        cut()
    }

    /// Called by OpenSSL inside its handshake; at once where there is none.
    func handshakeEnded() {
        guard phase == .handshake else { return }
        let caller = HTTPCaller(
            address: address ?? "unknown", userID: peerUser(of: socket), certificate: leaf)
        guard !host.isStopping,
            let visitor = host.identification.meet(HTTPNewcomer(caller: caller, tls: ssl))
        else { return cut() }
        (self.caller, self.visitor) = (caller, visitor)
        let party = visitor.party
        if host.quotas.admitParty(party) {
            self.party = party
            bufferevent_priority_set(bufferevent, EventLoop.Rank.parties.rawValue)
        }
        phase = .idle
        // A connection beyond the bound is still told so, if it asks soon.
        timer?.set(self.party == nil ? host.bounds.headerTime : host.bounds.idleTime)
    }

    /// The certificate that the far end showed, DER.
    private var leaf: [UInt8]? {
        guard let ssl else { return nil }
        let leaf = SSL_get1_peer_certificate(ssl)
        defer { X509_free(leaf) }
        return leaf.flatMap { leaf in try? der("i2d_X509") { i2d_X509(leaf, $0) } }
    }

    /// Called by OpenSSL when it has sent an alert; the connection ends with it.
    func saidNo() {
        guard phase == .handshake else { return }
        host.letRead(socket)
    }

    /// False for a far end that may ask nothing any more.
    var mayStay: Bool { visitor?.mayStay() ?? false }

    /// Bytes came.
    ///
    /// - Parameters:
    ///   - count: bytes that have just come; the last of `input`.
    ///   - input: all bytes that evhttp has not taken up yet.
    ///   - isBehind: true if they came while the request before was answered.
    private func arrived(_ count: Int, in input: OpaquePointer, isBehind: Bool = false) {
        let most = host.bounds.headerOnWireMax + bodyBytesMax + Self.aheadBytesMax
        switch phase {
        case .idle:
            phase = .reading
            scan = HeadScan(headBytesMax: host.bounds.headerOnWireMax)
            timer?.set(host.bounds.headerTime)
        case .reading: break
        case .refusing:
            scan.take(last: count, of: input)
            if bytesRead > 4 * most { cut() }
            return
        default: return
        }
        let wasShort = bytesRead <= host.bounds.headerOnWireMax
        let waiting = evbuffer_get_length(input)
        let wasEnded = scan.isEnded
        scan.take(last: count, of: input)
        // No header is as long as this: it has ended, and this is its body. A short body gets no
        // more time than a header.
        if wasShort, bytesRead > host.bounds.headerOnWireMax { timer?.set(host.bounds.bodyTime) }
        let more = min(bytesRead, most) - readBytesHeld
        // A body that is too long is read to its end and thrown away, so that the refusal is
        // heard; but not for ever. And evhttp looks for the end of a line without any bound.
        guard waiting <= most, bytesRead <= 4 * most, host.quotas.admitReading(more, of: party)
        else { return cut() }
        readBytesHeld += more
        guard scan.isEnded, !wasEnded,
            let refusal = headCheck.refusal(of: scan.head)
        else { return }
        // evhttp itself takes up bytes that have come behind a request, so no early answer is
        // possible.
        if isBehind { cut() } else { refuse(atOnce: refusal) }
    }

    private var headCheck: HeadCheck {
        guard let judge = host.rules.judgesHead, let caller, party != nil else {
            return HeadCheck(bodyBytesMax: host.bounds.bodyBytesMax)
        }
        return HeadCheck(bodyBytesMax: host.bounds.bodyBytesMax) { judge($0, caller) }
    }

    private func refuse(atOnce refusal: HTTPRefusal) {
        phase = .refusing
        host.quotas.releaseReading(readBytesHeld, of: party)
        readBytesHeld = 0
        timer?.set(host.bounds.headerTime)
        early = EarlyAnswer(
            host.rules.write(refusal), with: host.rules.headers, on: bufferevent
        ) { [weak self] in
            guard let self else { return }
            sayGoodbye()
            endWriting(socket)
        }
    }

    /// Ends TLS properly, so that the far end knows that nothing was cut off.
    private func sayGoodbye() {
        guard let ssl else { return }
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    private var bytesRead: Int { scan.headByteCount + scan.bodyByteCount }

    /// The length of a body that is worth reading, bytes: none if the request will be refused
    /// anyway.
    private var bodyBytesMax: Int {
        party == nil ? 0 : host.bounds.bodyBytesMax
    }

    /// A whole request is here.
    func asked(_ request: ReceivedRequest, on connection: OpaquePointer) {
        // The connection was cut off, but some of its bytes were still in the socket.
        guard phase == .reading else { return evhttp_connection_free(connection) }
        host.quotas.releaseReading(readBytesHeld, of: party)
        readBytesHeld = 0
        self.request = request
        requestNumber += 1
        phase = .answering
        isLastAnswer = request.isLast
        watchEnd(of: connection)
        do throws(HTTPRefusal) {
            guard let party, let visitor, let caller else { throw .busy }
            let head = try request.head(by: host.rules)
            let identity = try visitor.identity(for: head)
            let count = request.bodyByteCount
            guard host.quotas.admitRequest(count, of: party) else { throw .busy }
            let whole = HTTPRequest(head: head, body: request.takeBody())
            timer?.set(host.bounds.answerTime)
            ask(whole, from: caller.named(identity), of: party)
        } catch {
            refuse(error)
        }
    }

    /// Gives a request to the service. The request counts until the service is done, even if the
    /// far end is gone: its answer is computed all the same.
    private func ask(_ whole: HTTPRequest, from caller: HTTPCaller, of party: String) {
        let (host, number, requestNumber) = (host, number, requestNumber)
        let count = whole.body.count
        task = Task {
            let response = await host.answering.answer(whole, from: caller)
            host.quotas.releaseRequest(count, of: party)
            host.loop.run { host.answer(response, connection: number, request: requestNumber) }
        }
    }

    /// - Parameter number: of the request that is answered; the connection may be beyond it.
    func answer(_ response: HTTPResponse, request number: Int) {
        guard phase == .answering, requestNumber == number else { return }
        send(response)
    }

    /// Refuses the request, and ends the connection once the answer is sent.
    private func refuse(_ refusal: HTTPRefusal) {
        isLastAnswer = true
        send(host.rules.write(refusal))
    }

    private func send(_ response: HTTPResponse) {
        guard let request else { return }
        self.request = nil
        task = nil
        phase = .writing
        timer?.set(host.bounds.bodyTime)
        if host.isStopping { isLastAnswer = true }
        // evhttp reads on while it writes, to notice when the far end leaves. Without a bound, the
        // bytes that it reads would pile up.
        bufferevent_setwatermark(bufferevent, Int16(EV_READ), 0, Self.aheadBytesMax)
        evhttp_request_set_on_complete_cb(
            request.raw, { _, context in served(context)?.sent() },
            Unmanaged.passUnretained(self).toOpaque())
        let (status, headers) = (response.status, response.headers)
        switch response.body {
        case .stream(let stream) where request.hasBody(status: status):
            self.request = request
            send(stream, status: status, headers: headers)
        case .bytes(let body):
            request.answer(
                status: status, headers: headers, and: host.rules.headers, body: body,
                isLast: isLastAnswer)
        case .stream:
            request.answer(
                status: status, headers: headers, and: host.rules.headers, body: nil,
                isLast: isLastAnswer)
        }
    }

    // MARK: An answer in pieces

    /// What came of the last question for a piece.
    enum Step: Sendable {
        case piece([UInt8])
        case end
        case failure
    }

    /// The stream of an answer, and its task's permission to ask for one piece.
    private struct Outflow {
        let permits: AsyncStream<Void>.Continuation
        let isEndless: Bool
        var isAsked = false
        /// True while the far end must take something in time.
        var isTimed = false
    }

    private func send(
        _ stream: HTTPStream, status: Int, headers: [(name: String, value: String)]
    ) {
        guard let request else { return }
        phase = .streaming
        let isOld = scan.head.prefix { $0 != 0x0A && $0 != 0x0D }.suffix(3).elementsEqual(
            "1.0".utf8)
        isLastAnswer = isLastAnswer || isOld
        request.begin(
            status: status, headers: headers, and: host.rules.headers, isLast: isLastAnswer,
            isOld: isOld)
        bufferevent_setwatermark(bufferevent, Int16(EV_WRITE), Self.waitingBytesMax / 2, 0)
        let (permissions, permits) = AsyncStream<Void>.makeStream()
        outflow = Outflow(permits: permits, isEndless: stream.isEndless)
        // A stream may be silent for as long as it likes; its reader may not.
        timer?.clear()
        let (host, number, requestNumber) = (host, number, requestNumber)
        // No continuation waits here for the loop, which may have ended: the connection's end ends
        // the permissions.
        task = Task {
            for await _ in permissions {
                let step: Step
                do {
                    step = try await stream.next().map(Step.piece) ?? .end
                } catch {
                    step = .failure
                }
                host.loop.run { host.went(step, connection: number, request: requestNumber) }
            }
        }
        if host.isStopping { endEndlessStream() }
        askForPiece()
    }

    /// - Parameter number: of the request whose stream went on.
    func went(_ step: Step, request number: Int) {
        guard phase == .streaming, requestNumber == number, let request else { return }
        outflow?.isAsked = false
        switch step {
        case .piece(let piece):
            if !piece.isEmpty {
                if outflow?.isTimed == false { timer?.set(host.bounds.bodyTime) }
                outflow?.isTimed = true
                request.send(piece, owner: Unmanaged.passUnretained(self).toOpaque()) {
                    served($1)?.taken()
                }
            }
            askForPiece()
        case .end: endStream()
        case .failure: cut()
        }
    }

    /// Bytes that the far end has not taken yet.
    private var waitingBytes: Int { evbuffer_get_length(bufferevent_get_output(bufferevent)) }

    private func askForPiece() {
        guard phase == .streaming, outflow?.isAsked == false,
            waitingBytes < Self.waitingBytesMax
        else { return }
        outflow?.isAsked = true
        outflow?.permits.yield()
    }

    /// The far end has taken something, and little waits.
    private func taken() {
        guard phase == .streaming else { return }
        outflow?.isTimed = waitingBytes > 0
        if waitingBytes > 0 { timer?.set(host.bounds.bodyTime) } else { timer?.clear() }
        askForPiece()
    }

    /// Ends a stream that has no end of its own.
    func endEndlessStream() {
        guard phase == .streaming, outflow?.isEndless == true else { return }
        endStream()
    }

    private func endStream() {
        guard let request else { return }
        self.request = nil
        stopStream()
        phase = .writing
        isLastAnswer = isLastAnswer || host.isStopping
        timer?.set(host.bounds.bodyTime)
        bufferevent_setwatermark(bufferevent, Int16(EV_WRITE), 0, 0)
        request.end(isLast: isLastAnswer)
    }

    private func stopStream() {
        outflow?.permits.finish()
        outflow = nil
        task?.cancel()
        task = nil
    }

    /// The answer has gone to the socket. evhttp goes on to close, or to read the next request.
    private func sent() {
        if isLastAnswer {
            phase = .ending
            sayGoodbye()
            // evhttp closes now, except after CONNECT.
            timer?.set(LastWord.time)
            return
        }
        // A stop may have come while the answer was on its way.
        if host.isStopping { return cut() }
        phase = .idle
        timer?.set(host.bounds.idleTime)
        bufferevent_setwatermark(bufferevent, Int16(EV_READ), 0, 0)
        // The next request may be here already.
        guard let input = bufferevent_get_input(bufferevent) else { return }
        let waiting = evbuffer_get_length(input)
        if waiting > 0 { arrived(waiting, in: input, isBehind: true) }
    }

    private func timedOut() {
        switch phase {
        case .handshake, .idle, .reading, .writing, .streaming, .refusing, .ending: cut()
        case .answering:
            task?.cancel()
            refuse(.busy)
        }
    }

    /// Ends the connection at once. Not from within evhttp's callbacks if a request is in hand.
    func end() {
        if let connection = request?.connection {
            evhttp_connection_free(connection)
        } else {
            cut()
        }
    }

    /// Takes the socket from under evhttp, which then sees the end of the connection and frees it.
    func cut() {
        phase = .ending
        early?.giveBack()
        early = nil
        endBothWays(socket)
    }

    /// evhttp frees the connection, and with it the request, unless the far end has left within an
    /// answer: evhttp has then let go of it.
    private func closed() {
        phase = .ending
        if let request, request.connection == nil { request.free() }
        request = nil
        stopStream()
    }

    /// The `SSL` is gone, and with it the whole connection.
    fileprivate func released() {
        closed()
        timer = nil
        host.quotas.releaseReading(readBytesHeld, of: party)
        if let party { host.quotas.releaseParty(party) }
        if address != nil { host.quotas.releaseConnection() }
        host.removed(self)
    }
}

/// The slot of an `SSL` that retains its `ServerConnection`.
struct ConnectionSlot {
    private let index = CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL, 0, nil, nil, nil,
        { _, held, _, _, _, _ in
            guard let held else { return }
            Unmanaged<ServerConnection>.fromOpaque(held).takeRetainedValue().released()
        })

    /// The `SSL` holds `connection` from here on.
    fileprivate func attach(_ connection: ServerConnection, to ssl: OpaquePointer) -> Bool {
        let held = Unmanaged.passRetained(connection)
        guard SSL_set_ex_data(ssl, index, held.toOpaque()) == 1 else {
            held.release()
            return false
        }
        return true
    }

    func connection(of ssl: OpaquePointer) -> ServerConnection? {
        served(SSL_get_ex_data(ssl, index))
    }
}

let connectionSlot = ConnectionSlot()

/// The connection that a C callback's context stands for.
private func served(_ context: UnsafeMutableRawPointer?) -> ServerConnection? {
    context.map { Unmanaged<ServerConnection>.fromOpaque($0).takeUnretainedValue() }
}
