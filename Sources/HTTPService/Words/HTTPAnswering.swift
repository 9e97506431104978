/// Answers the requests of a server.
package protocol HTTPAnswering: Sendable {
    /// Answers one request; a failure is an answer too, with its status. The task is cancelled when
    /// the answer takes too long or the connection is cut off; what it then returns is thrown away.
    /// A far end that leaves meanwhile is noticed with its answer.
    func answer(_ request: HTTPRequest, from caller: HTTPCaller) async -> HTTPResponse
}

/// Who sent a request.
package struct HTTPCaller: Sendable {
    /// The far end's numeric address; `unix` for a UNIX socket.
    package let address: String
    /// The user whose process connected to a UNIX socket.
    package let userID: UInt32?
    /// The certificate that the far end showed in TLS, DER; its key was proved.
    package let certificate: [UInt8]?
    /// What the server's identification says of the far end, for this request.
    package let identity: (any Sendable)?

    /// Takes the fields as they are.
    package init(
        address: String, userID: UInt32? = nil, certificate: [UInt8]? = nil,
        identity: (any Sendable)? = nil
    ) {
        self.address = address
        self.userID = userID
        self.certificate = certificate
        self.identity = identity
    }

    /// The same far end with what the identification says at one request.
    func named(_ identity: (any Sendable)?) -> HTTPCaller {
        HTTPCaller(address: address, userID: userID, certificate: certificate, identity: identity)
    }
}

/// Says whom a server serves. The server asks on its own threads, so that every answer comes at
/// once.
package protocol HTTPIdentifying: Sendable {
    /// Looks at a far end whose handshake is done, or, where there is none, that has connected.
    ///
    /// - Returns: nil if it may not stay: its connection ends without an answer.
    func meet(_ newcomer: HTTPNewcomer) -> (any HTTPVisitor)?
}

/// A far end that has just come in.
package struct HTTPNewcomer {
    /// The far end as its requests will name it, without an identity.
    package let caller: HTTPCaller
    /// The connection's `SSL`, which is valid during the call alone; nil without TLS.
    package let tls: OpaquePointer?
}

/// The far end of one connection, as its server's identification sees it. It is asked on the
/// connection's thread alone.
package protocol HTTPVisitor: AnyObject {
    /// Whose quotas the connection counts for: a code, an address, a user. It does not change.
    var party: String { get }
    /// False if the far end may ask nothing any more. Asked by `HTTPServer.review` for a connection
    /// that waits, which is then closed.
    func mayStay() -> Bool
    /// Judges the far end at one request.
    ///
    /// - Returns: the identity of the request's `HTTPCaller`.
    /// - Throws: the refusal with which the connection ends.
    func identity(for head: HTTPHead) throws(HTTPRefusal) -> (any Sendable)?
}
