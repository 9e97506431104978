/// The bounds of a server. A client over a bound is refused; the others go on. A party is whatever
/// the server's identification counts as one: a member, a user, an address.
public struct ServerBounds: Sendable {
    /// Request line and header fields together, without the ends of their lines, bytes.
    public var headerBytesMax = 8 * 1_024
    /// One request's body, bytes.
    public var bodyBytesMax = 64 * 1_024 * 1_024
    /// All requests that are being read and are not whole yet, bytes. One more is cut off: evhttp
    /// answers whole requests only.
    public var readingBytesMax = 512 * 1_024 * 1_024
    /// Requests of one party that are being read and are not whole yet, bytes.
    public var readingBytesPerPartyMax = 128 * 1_024 * 1_024
    /// The bodies of all requests that are with the service, bytes.
    public var bodyBytesInHandMax = 512 * 1_024 * 1_024
    /// The bodies of one party's requests that are with the service, bytes.
    public var bodyBytesInHandPerPartyMax = 128 * 1_024 * 1_024
    /// Requests of one party that are with the service. A request that its far end gave up counts
    /// until the service is done with it.
    public var requestsInHandPerPartyMax = 64
    /// Open connections that have shaken hands, all parties together.
    public var connectionsMax = 1_024
    /// Connections without a party: in their handshake, or beyond their party's bound. When there
    /// is one more, the oldest is closed: it had the most time to finish. A connection that has not
    /// sent its ClientHello is closed before those that have.
    public var handshakesMax = 512
    /// Such connections from one IP address. A whole country may be behind one address: its parties
    /// are no longer counted once their handshake is done.
    public var handshakesPerAddressMax = 128
    /// Clients whose handshake was refused and that may still read the reason, on each loop.
    public var lastWordsMax = 32
    /// Open connections of one party.
    public var connectionsPerPartyMax = 64
    /// From the first byte on the wire to the end of the TLS handshake.
    public var handshakeTime: Duration = .seconds(20)
    /// From the first byte of a request until it is whole, or until more of it is there than a
    /// header may have.
    public var headerTime: Duration = .seconds(20)
    /// From there to the end of the body; and the time in which the answer must be taken. An answer
    /// in pieces has this time for each of them.
    public var bodyTime: Duration = .seconds(600)
    /// The service may take this long to answer.
    public var answerTime: Duration = .seconds(45)
    /// A connection may stay open this long without a request.
    public var idleTime: Duration = .seconds(75)
    /// Threads that serve connections.
    public var loops = 2

    /// The values stated at each property.
    public init() {}

    /// All sockets, with one for each loop that is about to be closed.
    var socketsMax: Int { connectionsMax + handshakesMax + loops }

    /// The longest header that evhttp takes, as it is on the wire: it does not count the ends of
    /// lines, and a line is a byte and a CR LF at least.
    var headerOnWireMax: Int { 3 * headerBytesMax }
}
