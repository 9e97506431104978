/// The time that a peer has to answer, and the size that its answer may have.
public struct ClientBounds: Sendable {
    /// Name, TCP and TLS together; long, because a thin line may be busy with other transfers.
    public var connectTime: Duration = .seconds(30)
    /// One request with its answer, the wait for a free connection included.
    public var totalTime: Duration = .seconds(600)
    /// The far end's system must confirm sent bytes within this; else the line counts as cut.
    public var confirmTime: Duration = .seconds(60)
    /// An urgent request that waits this long on a kept connection leaves on a new one as well.
    public var raceAfter: Duration = .seconds(3)
    /// A transfer may stand still for this long. It is longer than a server may take to answer, and
    /// leaves a thin line the time to carry the bytes that go before.
    public var stallTime: Duration = .seconds(120)
    /// One answer's body, bytes.
    public var answerBytesMax = 64 * 1_024 * 1_024
    /// Open connections, all peers together.
    public var connectionsMax = 512
    /// Open connections to one host and port; further requests wait.
    public var connectionsPerHostMax = 16
    /// An unused connection is kept for this long; a server keeps it longer.
    public var idleTime: Duration = .seconds(60)
    /// A connection may get this old; then a new one is made, so that a new certificate comes into
    /// use.
    public var ageMax: Duration = .seconds(3_600)
    /// `http://host:port` of an HTTP proxy; nil connects directly, whatever the environment says.
    public var proxy: String?

    /// The values stated at each property.
    public init() {}
}
