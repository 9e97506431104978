import CEvent
import COpenSSL
import Certificates
import Glibc
import Notices
import Ports

/// One accepted connection, from handshake to close. Lives on its loop's thread.
final class ServerConnection {
    enum Phase: Equatable {
        case handshake
        /// Between requests.
        case idle
        case header
        case body
        /// With the service.
        case answering
        /// The answer is on its way out.
        case writing
        /// Refused; what still comes is thrown away, so that the refusal is not cut off.
        case lingering
    }

    let number: UInt64
    let address: String
    let host: ServerLoop
    let bufferevent: OpaquePointer
    let ssl: OpaquePointer
    /// Keeps the `SSL_CTX` and what its callbacks point to.
    private let tls: ServerTLS

    var phase = Phase.handshake
    var parser: RequestParser
    /// Counts this connection's requests, so that an answer that comes too late is known as such.
    var requestNumber = 0
    var closesAfterAnswer = false
    var isRefused = false
    var task: Task<Void, Never>?

    private var chain: PeerChain?
    private var cached = CachedStanding()
    private var member: MemberCode?
    private var bodyBytesHeld = 0
    private var timer: LoopTimer?
    private var isClosed = false

    /// - Parameter bufferevent: owned from here on, with its socket and `ssl`.
    init(
        number: UInt64, address: String, host: ServerLoop, adopting bufferevent: OpaquePointer,
        ssl: OpaquePointer, tls: ServerTLS
    ) {
        self.number = number
        self.address = address
        self.host = host
        self.bufferevent = bufferevent
        self.ssl = ssl
        self.tls = tls
        parser = RequestParser(
            headerBytesMax: host.bounds.headerBytesMax, bodyBytesMax: host.bounds.bodyBytesMax)
    }

    func start() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        timer = LoopTimer(on: host.loop.base, owner: context) { _, _, context in
            connection(context)?.timedOut()
        }
        bufferevent_setcb(
            bufferevent, { _, context in connection(context)?.readable() },
            { _, context in connection(context)?.written() },
            { _, events, context in connection(context)?.happened(events) }, context)
        bufferevent_enable(bufferevent, Int16(EV_READ | EV_WRITE))
        setTimer(host.bounds.handshakeTime)
    }

    func setTimer(_ delay: Duration) {
        timer?.set(delay)
    }

    /// Closes now and gives back all that was counted.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        task?.cancel()
        timer = nil
        releaseBody()
        if let member { host.quotas.releaseMember(member) }
        // Says goodbye if the socket takes it; never waits for the other side's.
        SSL_set_shutdown(ssl, SSL_RECEIVED_SHUTDOWN)
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
        bufferevent_free(bufferevent)
        host.removed(self)
    }

    /// Tells the far end that nothing more comes, and goes on listening to it.
    func finishSending() {
        ERR_clear_error()
        SSL_shutdown(ssl)
        ERR_clear_error()
        shutdown(bufferevent_getfd(bufferevent), Int32(SHUT_WR))
    }

    private func happened(_ events: Int16) {
        let events = Int32(events)
        if events & BEV_EVENT_CONNECTED != 0 {
            finishHandshake()
        } else if events & (BEV_EVENT_EOF | BEV_EVENT_ERROR) != 0 {
            ERR_clear_error()
            close()
        }
    }

    private func finishHandshake() {
        guard phase == .handshake, let chain = PeerChain(ofConnection: ssl),
            let member = chain.leaf.member
        else { return close() }
        self.chain = chain
        guard host.quotas.admitMember(member) else {
            refuse(.busy)
            return
        }
        self.member = member
        phase = .idle
        setTimer(host.bounds.idleTime)
        if host.isStopping { close() }
    }

    /// Who is at the far end, by the trust in force now.
    func standing() -> CarrierStanding? {
        guard let chain else { return nil }
        return cached.judged(chain, by: host.trust)
    }

    /// - Returns: false if all requests together would hold too much.
    func holdBody(_ byteCount: Int) -> Bool {
        guard host.quotas.admitBody(byteCount) else { return false }
        bodyBytesHeld = byteCount
        return true
    }

    func releaseBody() {
        host.quotas.releaseBody(bodyBytesHeld)
        bodyBytesHeld = 0
    }

    private func timedOut() {
        switch phase {
        case .handshake, .idle, .writing, .lingering: close()
        case .header, .body: refuse(.tooSlow)
        case .answering:
            task?.cancel()
            refuse(.busy)
        }
    }
}

/// The connection that a C callback's context stands for.
private func connection(_ context: UnsafeMutableRawPointer?) -> ServerConnection? {
    context.map { Unmanaged<ServerConnection>.fromOpaque($0).takeUnretainedValue() }
}
