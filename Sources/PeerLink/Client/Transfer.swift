import CCurl
import Notices
import Ports

/// One request on its way, from the moment its pool takes it up. Lives on the pool's thread.
final class Transfer {
    let order: Order
    let handle: UnsafeMutableRawPointer  // CURL *
    let check: ServerCheck
    private let bounds: ClientBounds
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var body: [UInt8] = []
    private let sockets: SocketBook
    /// The uptime at which it began.
    private let began: Duration
    /// The sockets that were opened for it.
    private var opened: Set<Int32> = []

    /// - Parameter sockets: outlives the connections that this makes.
    /// - Returns: nil when memory is short; the answer is then still the caller's to give.
    init?(
        _ order: Order, check: ServerCheck, bounds: ClientBounds, sockets: SocketBook,
        at uptime: Duration
    ) {
        guard let handle = curl_easy_init() else { return nil }
        self.order = order
        self.handle = handle
        self.check = check
        self.bounds = bounds
        self.sockets = sockets
        began = uptime
        prepare()
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headers)
    }

    /// True if no byte of it has left, so that nothing can have arrived.
    var hasSentNothing: Bool { heliograph_curl_sent(handle) == 0 }

    /// True if it left on a kept connection, at `limit` or before, and nothing has come back.
    func isUnheard(since limit: Duration) -> Bool {
        departures > 0 && opened.isEmpty && body.isEmpty && heliograph_curl_status(handle) == 0
            && began <= limit
    }

    /// Demands a new connection.
    func takeNewConnection() { heliograph_curl_set_long(handle, CURLOPT_FRESH_CONNECT, 1) }

    /// The socket on which it leaves, once it is known.
    private(set) var socket: Int32?
    private let alert = CertificateAlert()
    /// Number of times that it left: curl tries again by itself when a kept connection has ended.
    private var departures = 0

    /// The far end's alert against our certificate, if nothing else can have happened to the
    /// request: the request left once at most, on a connection that was opened for it, and the
    /// handshake of that connection was refused.
    private var handshakeRefusal: String? {
        guard let name = alert.name, body.isEmpty, heliograph_curl_status(handle) == 0,
            departures == 0 || (departures == 1 && socket.map(opened.contains) ?? false)
        else { return nil }
        return name
    }

    /// Has its connection closed after it, so that no other request uses it.
    func closeAfterwards() { heliograph_curl_set_long(handle, CURLOPT_FORBID_REUSE, 1) }

    private func prepare() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        text(CURLOPT_URL, order.endpoint + order.request.path)
        text(CURLOPT_PROTOCOLS_STR, "https")
        text(CURLOPT_PROXY, bounds.proxy ?? "")
        // No list of public authorities is ever read.
        heliograph_curl_set_text(handle, CURLOPT_CAINFO, nil)
        heliograph_curl_set_text(handle, CURLOPT_CAPATH, nil)
        var authorities = check.authorities
        heliograph_curl_set_authorities(handle, &authorities, authorities.count)
        let tls13 = Int(CURL_SSLVERSION_TLSv1_3) | Int(CURL_SSLVERSION_MAX_TLSv1_3)
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            (CURLOPT_SSLVERSION, tls13),
            (CURLOPT_SSL_VERIFYPEER, 1),
            // The member's code is what counts, not the host's name: `ServerCheck` looks at it.
            (CURLOPT_SSL_VERIFYHOST, 0),
            (CURLOPT_SSL_SESSIONID_CACHE, 0),
            (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_PATH_AS_IS, 1),
            // A peer that has moved is found at the next try.
            (CURLOPT_DNS_CACHE_TIMEOUT, 0),
            (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(bounds.connectTime.wholeMilliseconds)),
            (CURLOPT_TIMEOUT_MS, Int(bounds.totalTime.wholeMilliseconds)),
            (CURLOPT_LOW_SPEED_LIMIT, 1),
            (CURLOPT_LOW_SPEED_TIME, max(1, Int(bounds.stallTime.wholeSeconds))),
            (CURLOPT_MAXAGE_CONN, max(1, Int(bounds.idleTime.wholeSeconds))),
            (CURLOPT_MAXLIFETIME_CONN, max(1, Int(bounds.ageMax.wholeSeconds))),
        ]
        for (option, value) in numbers { heliograph_curl_set_long(handle, option, value) }
        heliograph_curl_set_socket_setup(
            handle,
            { context, socket, _ in
                guard let context else { return CURL_SOCKOPT_ERROR }
                Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().prepare(socket)
                return CURL_SOCKOPT_OK
            }, context)
        heliograph_curl_set_connection_seen(
            handle,
            { context, farAddress, address, farPort, port in
                guard let context, let farAddress, let address else { return CURL_PREREQFUNC_ABORT }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let name = SocketBook.Name(
                    farAddress: String(cString: farAddress), farPort: farPort,
                    address: String(cString: address), port: port)
                transfer.departures += 1
                transfer.socket = transfer.sockets.socket(
                    name, among: transfer.opened, transfer.check)
                return CURL_PREREQFUNC_OK
            }, context)
        sockets.follow(handle)
        heliograph_curl_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, Int64(bounds.answerBytesMax))
        headers = curl_slist_append(nil, "Expect:")
        headers = curl_slist_append(headers, "Content-Type: application/octet-stream")
        heliograph_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
        if order.request.method == .post {
            _ = order.request.body.withUnsafeBytes {
                // An empty body has no address, which curl would take for "read it yourself".
                heliograph_curl_set_body(
                    handle, $0.baseAddress ?? UnsafeRawPointer(context), $0.count)
            }
        }
        heliograph_curl_set_writer(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
            }, context)
        heliograph_curl_set_tls_setup(
            handle,
            { _, tls, context in
                guard let tls, let context else { return CURLE_SSL_CERTPROBLEM }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let isReady = transfer.check.prepare(OpaquePointer(tls), transfer.alert)
                return isReady ? CURLE_OK : CURLE_SSL_CERTPROBLEM
            }, context)
    }

    private func prepare(_ socket: Int32) {
        opened.insert(socket)
        heliograph_prepare_socket(socket, UInt32(clamping: bounds.confirmTime.wholeMilliseconds))
    }

    private func text(_ option: CURLoption, _ value: String) {
        heliograph_curl_set_text(handle, option, value)
    }

    /// - Returns: how many bytes were taken; any other number than all ends the transfer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= bounds.answerBytesMax else { return 0 }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// The result for a request that is given up: it was cancelled, or the pool closes.
    func abandoned(_ cause: String) -> Result<PeerResponse, HeliographError> {
        .failure(broken(cause))
    }

    func outcome(_ result: CURLcode) -> Result<PeerResponse, HeliographError> {
        let cause = String(cString: curl_easy_strerror(result))
        switch result {
        case CURLE_OK:
            let status = heliograph_curl_status(handle)
            return .success(PeerResponse(status: status, body: body))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return .failure(
                HeliographError(
                    .peerUntrusted, "What answers for \(check.member) is not \(check.member).",
                    detail: [check.refusal ?? cause]))
        case CURLE_SSL_CERTPROBLEM:
            return .failure(
                HeliographError(
                    .keyUnusable, "The transport key cannot be used for TLS.", detail: [cause]))
        case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR:
            return .failure(invalid("its answer is over \(bounds.answerBytesMax) bytes"))
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING,
            CURLE_HTTP2:
            return .failure(invalid(cause))
        default:
            return .failure(broken(cause))
        }
    }

    /// The error for a broken exchange: it depends on whether anything can have arrived.
    private func broken(_ cause: String) -> HeliographError {
        if let handshakeRefusal {
            return HeliographError(
                .peerDoesNotKnowUs, "\(check.member) refused this node's certificate.",
                detail: ["TLS alert \(handshakeRefusal)"])
        }
        return hasSentNothing
            ? unreachable(check.member, cause) : answerLost(check.member, cause)
    }

    private func invalid(_ cause: String) -> HeliographError {
        HeliographError(
            .peerAnswerInvalid, "What \(check.member) answered is not an answer.",
            detail: [cause])
    }
}

/// An error for a request that may have arrived: its effect is not known.
func answerLost(_ member: MemberCode, _ cause: String) -> HeliographError {
    HeliographError(.answerLost, "The answer of \(member) was lost.", detail: [cause])
}

/// An error for a request of which nothing left this machine.
func unreachable(_ member: MemberCode, _ cause: String) -> HeliographError {
    HeliographError(.peerUnreachable, "\(member) could not be reached.", detail: [cause])
}
