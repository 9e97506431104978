import Certificates
import HTTPService
import Notices
import PeerLink
import Ports
import Synchronization
import TestKit

/// A service that records its requests and their senders. It can be made to wait.
actor Echo: PeerService {
    private(set) var seen: [InboundRequest] = []
    private var isHeld = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var kept: CheckedContinuation<Void, Never>?
    private var arrivals: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    func hold() { isHeld = true }

    func release() {
        isHeld = false
        for waiter in held { waiter.resume() }
        held = kept.map { [$0] } ?? []
        kept = nil
    }

    /// Lets the next release leave one request waiting.
    func keepWaiting(_ place: Int) { kept = held.remove(at: place) }

    /// Returns once `count` requests have arrived.
    func arrived(_ count: Int) async {
        guard seen.count < count else { return }
        await withCheckedContinuation { arrivals.append((count, $0)) }
    }

    func answer(_ request: InboundRequest) async -> PeerResponse {
        seen.append(request)
        for arrival in arrivals where arrival.count <= seen.count { arrival.wake.resume() }
        arrivals.removeAll { $0.count <= seen.count }
        if isHeld { await withCheckedContinuation { held.append($0) } }
        return PeerResponse(status: 200, body: request.request.body.reversed())
    }
}

/// XB listens on this machine; others call it.
struct Loopback {
    let xa: Country
    let xb: Country
    let clock = SteppedClock(at: Country.now)
    let echo = Echo()
    let server: PeerServer

    init(
        bounds: ServerBounds = ServerBounds(),
        troubled: @escaping @Sendable (DoorTrouble) -> Void = { _ in }
    ) async throws {
        xa = try Country("XA")
        xb = try Country("XB")
        server = try await PeerServer.start(
            host: "127.0.0.1", port: 0, identity: xb.identity,
            trust: PeerTrust(current: [try xa.trust(), try xb.trust()]), service: echo,
            clock: clock, bounds: bounds, troubled: troubled)
    }

    var address: PeerAddress { address(of: xb.member) }

    func address(of member: MemberCode) -> PeerAddress {
        PeerAddress(member: member, endpoint: "https://127.0.0.1:\(server.port)")
    }

    /// A client that is XA unless told otherwise, and knows XB.
    func link(
        _ identity: PeerIdentity? = nil, bounds: ClientBounds = ClientBounds()
    ) throws -> CurlPeerLink {
        try CurlPeerLink(
            identity: identity ?? xa.identity, trust: PeerTrust(current: [try xb.trust()]),
            clock: clock, bounds: bounds)
    }

    func with<T>(_ link: CurlPeerLink, _ body: (CurlPeerLink) async throws -> T) async rethrows -> T
    {
        do {
            let value = try await body(link)
            await link.close()
            return value
        } catch {
            await link.close()
            throw error
        }
    }
}

let messages = "/exchange/v1/messages"
let hello = "/exchange/v1/hello"

func post(_ body: [UInt8], _ path: String = messages) -> PeerRequest {
    PeerRequest(method: .post, path: path, body: body)
}

/// The status of the answer, or the code of the error.
enum Outcome: Equatable {
    case status(Int)
    case refused(Code)

    /// True if the server ended the handshake. In TLS 1.3 the client has then finished its own
    /// half. It may have sent its request, which nobody read.
    var isCutOff: Bool {
        [.refused(.peerUnreachable), .refused(.answerLost)].contains(self)
    }
}

func outcome(
    of request: PeerRequest, by link: CurlPeerLink, to peer: PeerAddress
) async -> Outcome {
    do {
        return .status(try await link.exchange(request, with: peer).status)
    } catch {
        return .refused(error.code)
    }
}
