public import Notices

/// One HTTP request from one node to another. The link carries bytes and knows no notices.
public struct PeerRequest: Sendable, Equatable {
    /// The HTTP methods that the exchange uses.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The HTTP method.
    public let method: Method
    /// Path below the endpoint, `/exchange/v1/…`.
    public let path: String
    /// The body, bytes; not sent with `get`.
    public let body: [UInt8]
    /// True if the request is sent a second time, on a new connection, when nothing comes back on a
    /// kept one: the line may have been cut without a sign. Such a request must do no harm twice.
    public let isUrgent: Bool

    /// Takes the fields as they are; the link checks the endpoint, and the far end checks the path.
    public init(method: Method, path: String, body: [UInt8] = [], isUrgent: Bool = false) {
        self.method = method
        self.path = path
        self.body = body
        self.isUrgent = isUrgent
    }
}

/// The answer to a `PeerRequest`.
public struct PeerResponse: Sendable, Equatable {
    /// HTTP status.
    public let status: Int
    /// The body, bytes.
    public let body: [UInt8]

    /// Takes the fields as they are.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// A peer's endpoint, and the member that must prove itself there.
public struct PeerAddress: Sendable, Hashable {
    /// The member whose certificate the far end must show.
    public let member: MemberCode
    /// `https://host:port`, without a path.
    public let endpoint: String

    /// Takes the fields as they are; the link refuses another form of endpoint.
    public init(member: MemberCode, endpoint: String) {
        self.member = member
        self.endpoint = endpoint
    }
}

/// Sends to peers over mutual TLS 1.3.
public protocol PeerLink: Sendable {
    /// Sends one request and returns its answer, on a kept-alive connection where there is one.
    ///
    /// - Throws: `peerUnreachable` (no connection: nothing left), `peerDoesNotKnowUs` (the
    ///   handshake was refused: nothing was read), `answerLost` (cut or timed out after it),
    ///   `peerUntrusted` (it is not the member), `peerAnswerInvalid` (too long or not HTTP).
    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError)
        -> PeerResponse
}

/// The far end of a connection, as proved in TLS and judged anew at each request.
public enum Carrier: Sendable, Equatable {
    /// A transport certificate of this member, valid now.
    case member(MemberCode)
    /// The chain reaches a known root, but it is expired, revoked or behind: `hello` and trust
    /// lists only.
    case stale(MemberCode)

    /// The member that the certificate names.
    public var claimed: MemberCode {
        switch self {
        case .member(let member), .stale(let member): member
        }
    }
}

/// One request as it came in, with its carrier.
public struct InboundRequest: Sendable, Equatable {
    /// The member at the far end, and whether its certificate is good now.
    public let carrier: Carrier
    /// The request that it sent.
    public let request: PeerRequest

    /// Takes the fields as they are.
    public init(carrier: Carrier, request: PeerRequest) {
        self.carrier = carrier
        self.request = request
    }
}

/// Answers peers' requests; one per node.
public protocol PeerService: Sendable {
    /// Answers one request; a failure is an answer too, with its status.
    func answer(_ request: InboundRequest) async -> PeerResponse
}
