/// What a peer server takes at most. Whoever goes over a bound is refused; the rest go on.
public struct ServerBounds: Sendable {
    /// Request line and header fields together, without the ends of their lines, bytes.
    public var headerBytesMax = 8 * 1_024
    /// One request's body, bytes.
    public var bodyBytesMax = 64 * 1_024 * 1_024
    /// All requests that are being read and are not whole yet, bytes. One more is cut off: evhttp
    /// answers whole requests only.
    public var readingBytesMax = 512 * 1_024 * 1_024
    /// Those of one member, bytes.
    public var readingBytesPerMemberMax = 128 * 1_024 * 1_024
    /// The bodies of all requests that are with the service, bytes.
    public var bodyBytesInHandMax = 512 * 1_024 * 1_024
    /// Those of one member, bytes.
    public var bodyBytesInHandPerMemberMax = 128 * 1_024 * 1_024
    /// Requests of one member that are with the service. One that was given up by its peer counts until
    /// the service is done with it.
    public var requestsInHandPerMemberMax = 64
    /// Open connections that have shaken hands, all peers together.
    public var connectionsMax = 1_024
    /// Connections that are no member's: in their handshake, or beyond their member's bound. The oldest
    /// gives way to one more: it had the longest time to get further. Whoever has not said hello yet goes
    /// before those who have.
    public var handshakesMax = 512
    /// Those of them from one IP address, behind which there may be a whole country: its members are not
    /// counted once they have shaken hands.
    public var handshakesPerAddressMax = 128
    /// Clients whose handshake was refused and that may still read why, on each loop.
    public var lastWordsMax = 32
    /// Open connections of one member.
    public var connectionsPerMemberMax = 64
    /// From the first byte on the wire to the end of the TLS handshake.
    public var handshakeTime: Duration = .seconds(20)
    /// From the first byte of a request until it is whole, or until so much of it is there that
    /// it is no longer its header.
    public var headerTime: Duration = .seconds(20)
    /// From there to the end of the body; and for the answer to be taken.
    public var bodyTime: Duration = .seconds(600)
    /// How long the service may take to answer.
    public var answerTime: Duration = .seconds(45)
    /// How long a connection may stay open without a request.
    public var idleTime: Duration = .seconds(75)
    /// Threads that serve connections.
    public var loops = 2

    public init() {}

    /// With one for each loop that is about to give way.
    var socketsMax: Int { connectionsMax + handshakesMax + loops }

    /// The longest header that evhttp takes, as it is on the wire: it does not count the ends of
    /// lines, and a line is a byte and a CR LF at least.
    var headerOnWireMax: Int { 3 * headerBytesMax }
}
