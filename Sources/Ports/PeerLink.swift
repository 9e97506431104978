public import Notices

/// What one node asks of another. The link carries bytes and knows no notices.
public struct PeerRequest: Sendable, Equatable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public let method: Method
    /// Path below the endpoint, `/exchange/v1/…`.
    public let path: String
    public let body: [UInt8]
    /// Worth sending a second time beside the first, should nothing come back on a connection that was
    /// kept: the line may have been cut without a word. It must do no harm twice.
    public let isUrgent: Bool

    public init(method: Method, path: String, body: [UInt8] = [], isUrgent: Bool = false) {
        self.method = method
        self.path = path
        self.body = body
        self.isUrgent = isUrgent
    }
}

public struct PeerResponse: Sendable, Equatable {
    /// HTTP status.
    public let status: Int
    public let body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Where a peer listens and how it proves itself.
public struct PeerAddress: Sendable, Hashable {
    public let member: MemberCode
    /// `https://host:port`, without a path.
    public let endpoint: String

    public init(member: MemberCode, endpoint: String) {
        self.member = member
        self.endpoint = endpoint
    }
}

/// Sends to peers over mutual TLS 1.3.
public protocol PeerLink: Sendable {
    /// One request, one answer, on a kept-alive connection where there is one.
    ///
    /// - Throws: `peerUnreachable` (no connection: nothing left), `peerDoesNotKnowUs` (the handshake was
    ///   refused: nothing was read), `answerLost` (cut or timed out after it), `peerUntrusted` (it is not
    ///   the member), `peerAnswerInvalid` (too long or not HTTP).
    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError)
        -> PeerResponse
}

/// What the far end of a connection proved in TLS, judged anew at each request.
public enum CarrierStanding: Sendable, Equatable {
    /// A transport certificate of this member, valid now.
    case member(MemberCode)
    /// The chain reaches a known root, but it is expired, revoked or behind: `hello` only.
    case stale(MemberCode)

    /// Whom the certificate names.
    public var claimed: MemberCode {
        switch self {
        case .member(let member), .stale(let member): member
        }
    }
}

/// One request as it came in.
public struct InboundRequest: Sendable, Equatable {
    public let carrier: CarrierStanding
    public let request: PeerRequest

    public init(carrier: CarrierStanding, request: PeerRequest) {
        self.carrier = carrier
        self.request = request
    }
}

/// Answers peers' requests; one per node.
public protocol PeerService: Sendable {
    func answer(_ request: InboundRequest) async -> PeerResponse
}
