import CCurl
internal import Certificates
import Glibc
import HTTPService
import Notices
import Ports
import Synchronization

/// A request handed to a pool.
struct Order: Sendable {
    let number: UInt64
    let member: MemberCode
    let endpoint: String
    let request: PeerRequest
    /// Called once.
    let answer: @Sendable (Result<PeerResponse, HeliographError>) -> Void
}

/// A thread with libcurl's multi interface: one identity, and the connections made with it. When
/// the identity changes, a new pool takes over and this one finishes its requests. When the trust
/// changes, connections to the members concerned are not used again.
///
/// `@unchecked Sendable`: `multi`, `trust`, `transfers` and `checks` are used on the pool's thread
/// only. Other threads hand in orders under the lock. They also wake the thread under the lock, and
/// only while it has not ended.
final class CurlPool: @unchecked Sendable {
    private struct Inbox {
        /// Connections are looked at before the orders.
        var isTrustNew = false
        var orders: [Order] = []
        var cancelled: [UInt64] = []
        var isClosing = false
        var isEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: UnsafeMutableRawPointer  // CURLM *
    private let identity: PeerIdentity
    /// The trust in force: handshakes that are under way are judged by it too.
    private let trust: TrustBox
    /// Number of trusts that this pool has had.
    private var trustNumber = 1
    private let bounds: ClientBounds
    private let clock: any Clock
    private let inbox = Mutex(Inbox())
    /// By curl's handle.
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var checks: [MemberCode: ServerCheck] = [:]
    /// Orders that left twice, with the failure of one of the two, if it has failed.
    private var races: [UInt64: HeliographError?] = [:]
    private let sockets = SocketBook()

    private init(
        multi: UnsafeMutableRawPointer, identity: PeerIdentity, trust: PeerTrust,
        clock: any Clock, bounds: ClientBounds
    ) {
        self.multi = multi
        self.identity = identity
        self.trust = TrustBox(trust, clock: clock)
        self.bounds = bounds
        self.clock = clock
    }

    static func start(
        identity: PeerIdentity, trust: PeerTrust, clock: any Clock, bounds: ClientBounds
    ) throws(HeliographError) -> CurlPool {
        guard curlIsReady, let multi = curl_multi_init() else {
            throw HeliographError(.internalFault, "libcurl could not be started.")
        }
        for (option, value) in [
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, bounds.connectionsMax),
            (CURLMOPT_MAX_HOST_CONNECTIONS, bounds.connectionsPerHostMax),
            (CURLMOPT_MAXCONNECTS, bounds.connectionsMax),
        ] {
            heliograph_curl_multi_set_long(multi, option, value)
        }
        let pool = CurlPool(
            multi: multi, identity: identity, trust: trust, clock: clock, bounds: bounds)
        let held = Unmanaged.passRetained(pool)
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlPool>.fromOpaque(context).takeRetainedValue().main()
                return nil
            }, held.toOpaque())
        guard failed == 0 else {
            held.release()
            curl_multi_cleanup(multi)
            throw HeliographError(.internalFault, "No thread could be made for connections.")
        }
        pthread_detach(thread)
        return pool
    }

    /// - Returns: false if the pool is closing; the order is then still the caller's.
    func take(_ order: Order) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isClosing else { return false }
            inbox.orders.append(order)
            curl_multi_wakeup(multi)
            return true
        }
    }

    /// Judges peers by this trust from now on.
    func use(_ new: PeerTrust) {
        trust.replace(new)
        inbox.withLock { inbox in
            guard !inbox.isEnded else { return }
            inbox.isTrustNew = true
            curl_multi_wakeup(multi)
        }
    }

    func cancel(_ number: UInt64) {
        inbox.withLock { inbox in
            guard !inbox.isEnded else { return }
            inbox.cancelled.append(number)
            curl_multi_wakeup(multi)
        }
    }

    /// Takes no more orders; the thread ends after the last of those it has.
    func close() {
        inbox.withLock { inbox in
            inbox.isClosing = true
            if !inbox.isEnded { curl_multi_wakeup(multi) }
        }
    }

    var isEnded: Bool { inbox.withLock { $0.isEnded } }

    /// Returns once the thread has ended and its connections are closed.
    func ended() async {
        await withCheckedContinuation { waiter in
            let isEnded = inbox.withLock { inbox in
                if !inbox.isEnded { inbox.waiters.append(waiter) }
                return inbox.isEnded
            }
            if isEnded { waiter.resume() }
        }
    }

    private func main() {
        refuseBrokenPipeSignals()
        while true {
            let (isTrustNew, orders, cancelled, isClosing) = inbox.withLock { inbox in
                defer {
                    inbox.isTrustNew = false
                    inbox.orders = []
                    inbox.cancelled = []
                }
                return (inbox.isTrustNew, inbox.orders, inbox.cancelled, inbox.isClosing)
            }
            if isTrustNew { reviewConnections() }
            for order in orders { begin(order) }
            for number in cancelled { abandon(number) }
            if isClosing && transfers.isEmpty { break }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishTransfers()
            race()
            if !isClosing || !transfers.isEmpty {
                curl_multi_poll(multi, nil, 0, 1_000, nil)
            }
        }
        let waiters = inbox.withLock { inbox in
            inbox.isEnded = true
            return inbox.waiters
        }
        // Nobody wakes it any more.
        curl_multi_cleanup(multi)
        for waiter in waiters { waiter.resume() }
    }

    /// The trust has changed: requests to the members concerned leave on new connections from now
    /// on.
    private func reviewConnections() {
        trustNumber += 1
        let new = trust.current
        checks = checks.filter { $0.value.agrees(with: new) }
        var busy: Set<Int32> = []
        for transfer in transfers.values where isOver(transfer.check) {
            if transfer.hasSentNothing {
                remove(transfer)
                begin(transfer.order)
            } else {
                transfer.closeAfterwards()
                if let socket = transfer.socket { busy.insert(socket) }
            }
        }
        sockets.end(except: busy, where: isOver)
    }

    private func isOver(_ check: ServerCheck) -> Bool { checks[check.member] !== check }

    /// Starts a transfer.
    ///
    /// - Parameter isNew: true if it must not leave on a kept connection.
    private func begin(_ order: Order, onNewConnection isNew: Bool = false) {
        guard let check = check(order.member) else {
            answer(
                order,
                .failure(
                    HeliographError(
                        .peerUntrusted, "\(order.member) is not in the trust list.")))
            return
        }
        guard
            let transfer = Transfer(
                order, check: check, bounds: bounds, sockets: sockets, at: clock.uptime)
        else {
            answer(order, .failure(unreachable(order.member, "out of memory")))
            return
        }
        if isNew { transfer.takeNewConnection() }
        transfers[transfer.handle] = transfer
        if curl_multi_add_handle(multi, transfer.handle) != CURLM_OK {
            transfers[transfer.handle] = nil
            answer(order, transfer.abandoned("libcurl refused the request"))
        }
    }

    /// A kept connection may be dead without any sign of it. An urgent request does not wait for
    /// that to show: it leaves on a new connection as well.
    private func race() {
        let limit = clock.uptime - bounds.raceAfter
        let unheard = transfers.values.filter { transfer in
            transfer.order.request.isUrgent && races[transfer.order.number] == nil
                && transfer.isUnheard(since: limit)
        }
        for transfer in unheard {
            races[transfer.order.number] = .some(nil)
            begin(transfer.order, onNewConnection: true)
        }
    }

    /// Gives the answer to the caller. Of an order that left twice, the first answer counts; if
    /// both failed, the worse failure.
    private func answer(_ order: Order, _ result: Result<PeerResponse, HeliographError>) {
        guard let earlier = races[order.number] else { return order.answer(result) }
        if case .failure(let error) = result {
            guard let earlier else {
                // The other request is still under way.
                races[order.number] = .some(error)
                return
            }
            races[order.number] = nil
            return order.answer(.failure(earlier.code.saysNothingWasRead ? error : earlier))
        }
        races[order.number] = nil
        for twin in transfers.values where twin.order.number == order.number { remove(twin) }
        order.answer(result)
    }

    private func check(_ member: MemberCode) -> ServerCheck? {
        if let check = checks[member] { return check }
        let check = ServerCheck(
            member: member, identity: identity, trust: trust, number: trustNumber)
        checks[member] = check
        return check
    }

    private func abandon(_ number: UInt64) {
        for transfer in transfers.values where transfer.order.number == number {
            remove(transfer)
            answer(transfer.order, transfer.abandoned("the request was cancelled"))
        }
    }

    private func remove(_ transfer: Transfer) {
        transfers[transfer.handle] = nil
        curl_multi_remove_handle(multi, transfer.handle)
    }

    private func finishTransfers() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle
            else { continue }
            let result = message.pointee.data.result
            curl_multi_remove_handle(multi, handle)
            guard let transfer = transfers.removeValue(forKey: handle) else { continue }
            answer(transfer.order, transfer.outcome(result))
        }
    }
}

/// libcurl's process-wide set-up, made once, at the first use.
let curlIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
