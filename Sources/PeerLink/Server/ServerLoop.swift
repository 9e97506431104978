import CEvent
import COpenSSL
import Glibc
import Notices
import Ports
import Synchronization

/// One loop of a server and the connections that it serves.
///
/// `@unchecked Sendable`: everything below `connections` is used on the loop's thread only.
final class ServerLoop: @unchecked Sendable {
    let loop: EventLoop
    let bounds: ServerBounds
    let quotas: Quotas
    let trust: TrustBox
    let service: any PeerService
    /// What a stale carrier may ask for.
    let stalePaths: Set<String>

    private var connections: [UInt64: ServerConnection] = [:]
    private var lastNumber: UInt64 = 0
    private(set) var isStopping = false
    private var whenEmpty: CheckedContinuation<Void, Never>?
    /// 64 KiB to look at what has arrived.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    init(
        bounds: ServerBounds, quotas: Quotas, trust: TrustBox, service: any PeerService,
        stalePaths: Set<String>
    ) throws(HeliographError) {
        self.bounds = bounds
        self.quotas = quotas
        self.trust = trust
        self.service = service
        self.stalePaths = stalePaths
        loop = try EventLoop.start()
    }

    deinit {
        scratch.deallocate()
    }

    /// Takes over an accepted socket, which is already counted.
    func adopt(_ descriptor: Int32, from address: String, tls: ServerTLS) {
        guard !isStopping, let ssl = tls.makeConnection() else {
            Glibc.close(descriptor)
            quotas.releaseConnection(from: address)
            return
        }
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        guard
            let bufferevent = bufferevent_openssl_socket_new(
                loop.base, descriptor, ssl, BUFFEREVENT_SSL_ACCEPTING, options)
        else {
            SSL_free(ssl)
            Glibc.close(descriptor)
            quotas.releaseConnection(from: address)
            return
        }
        bufferevent_openssl_set_allow_dirty_shutdown(bufferevent, 1)
        lastNumber += 1
        let connection = ServerConnection(
            number: lastNumber, address: address, host: self, adopting: bufferevent, ssl: ssl,
            tls: tls)
        connections[lastNumber] = connection
        connection.start()
    }

    func answer(_ response: PeerResponse, connection number: UInt64, request: Int) {
        guard let connection = connections[number], connection.phase == .answering,
            connection.requestNumber == request
        else { return }
        connection.answer(response)
    }

    /// Closes every waiting connection whose far end the new trust does not know. Those that are
    /// being served are judged at their next request.
    func review() {
        for connection in connections.values where connection.phase == .idle {
            if connection.standing() == nil { connection.close() }
        }
    }

    func removed(_ connection: ServerConnection) {
        quotas.releaseConnection(from: connection.address)
        // The connection may be in the middle of a callback: it goes after this turn.
        let number = connection.number
        loop.run {
            self.connections[number] = nil
            self.noticeEmpty()
        }
    }

    /// Closes what waits and lets the rest finish; returns when all are gone.
    func finish() async {
        await withCheckedContinuation { done in
            loop.run {
                self.isStopping = true
                self.whenEmpty = done
                for connection in self.connections.values
                where connection.phase == .idle || connection.phase == .handshake {
                    connection.close()
                }
                self.noticeEmpty()
            }
        }
    }

    /// Closes everything now.
    func closeAll() {
        loop.run {
            self.isStopping = true
            for connection in self.connections.values { connection.close() }
        }
    }

    private func noticeEmpty() {
        guard connections.isEmpty, let done = whenEmpty else { return }
        whenEmpty = nil
        done.resume()
    }
}
