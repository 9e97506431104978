import COpenSSL
import Certificates
import HTTPService
import Notices
import Ports

/// Says which member is at the far end of a connection, by the trust in force.
final class PeerIdentification: HTTPIdentifying {
    fileprivate let trust: TrustBox
    /// Paths that a stale carrier may ask for.
    private let stalePaths: Set<String>
    fileprivate let refused: @Sendable (RefusedClient) -> Void

    /// - Parameter refused: told of each client whose certificate is refused.
    init(
        trust: TrustBox, stalePaths: Set<String>,
        refused: @escaping @Sendable (RefusedClient) -> Void
    ) {
        self.trust = trust
        self.stalePaths = stalePaths
        self.refused = refused
    }

    /// TLS that shows this identity, and whose handshakes the trust in force judges.
    func transport(of identity: PeerIdentity) -> HTTPTransport {
        .mutualTLS(identity) { [self] in admits($0) }
    }

    /// True if a client that shows this chain may finish its handshake. Each of its requests is
    /// judged again later.
    private func admits(_ verification: OpaquePointer) -> Bool {
        let trust = trust.current
        if let chain = PeerChain(inVerification: verification),
            trust.judge(chain, at: self.trust.clock.now) != nil
        {
            X509_STORE_CTX_set_error(verification, X509_V_OK)
            return true
        }
        X509_STORE_CTX_set_error(verification, X509_V_ERR_CERT_UNTRUSTED)
        if let client = RefusedClient(inVerification: verification, by: trust) { refused(client) }
        return false
    }

    func meet(_ newcomer: HTTPNewcomer) -> (any HTTPVisitor)? {
        guard let tls = newcomer.tls, let chain = PeerChain(ofConnection: tls),
            let member = chain.leaf.member
        else { return nil }
        return PeerVisitor(chain, of: member, by: self)
    }

    /// True if a stale carrier may ask for this path. An entry that ends in a slash stands for all
    /// below it.
    fileprivate func mayAskStale(_ path: String) -> Bool {
        stalePaths.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }
    }
}

/// A peer whose handshake is done. Its chain is judged again at each request.
private final class PeerVisitor: HTTPVisitor {
    let party: String
    private let chain: PeerChain
    private let identification: PeerIdentification
    private var cached = CachedCarrier()

    init(_ chain: PeerChain, of member: MemberCode, by identification: PeerIdentification) {
        party = member.description
        self.chain = chain
        self.identification = identification
    }

    func mayStay() -> Bool { carrier() != nil }

    func identity(for head: HTTPHead) throws(HTTPRefusal) -> (any Sendable)? {
        guard let carrier = carrier() else { throw refusal(.unknownPeer) }
        if case .stale = carrier, !identification.mayAskStale(head.target) {
            throw refusal(.helloOnly)
        }
        return carrier
    }

    /// The far end, by the trust in force now; nil for one that may ask nothing.
    private func carrier() -> Carrier? { cached.judged(chain, by: identification.trust) }

    private func refusal(_ refusal: HTTPRefusal) -> HTTPRefusal {
        identification.refused(RefusedClient(asking: chain))
        return refusal
    }
}

/// Hands requests to the service of the exchange.
struct PeerAnswering: HTTPAnswering {
    /// Peers ask with two methods, and no header field says anything to them.
    static let rules = HTTPRules.bare(methods: ["GET", "POST"])

    private static let headers = [(name: "Content-Type", value: "application/octet-stream")]

    let service: any PeerService

    func answer(_ request: HTTPRequest, from caller: HTTPCaller) async -> HTTPResponse {
        guard let carrier = caller.identity as? Carrier,
            let method = PeerRequest.Method(rawValue: request.method)
        else { return HTTPRefusal.unknownPeer.response }
        let whole = PeerRequest(method: method, path: request.head.target, body: request.body)
        let response = await service.answer(InboundRequest(carrier: carrier, request: whole))
        return HTTPResponse(
            status: response.status, headers: Self.headers, body: .bytes(response.body))
    }
}

extension HTTPRefusal {
    fileprivate static let unknownPeer = HTTPRefusal(
        status: 403, code: .certificateUntrusted,
        sentence: "The certificate of this connection is no longer accepted.")
    fileprivate static let helloOnly = HTTPRefusal(
        status: 403, code: .certificateUntrusted,
        sentence: "With this certificate only hello may be asked.")
}
