/// How long a peer is waited for, and how much it may answer.
public struct ClientBounds: Sendable {
    /// Name, TCP and TLS together: a thin line may be busy with what goes before.
    public var connectTime: Duration = .seconds(30)
    /// One request with its answer, the wait for a free connection included.
    public var totalTime: Duration = .seconds(600)
    /// How long the far end's system may leave what was sent unconfirmed: a line that is cut.
    public var confirmTime: Duration = .seconds(60)
    /// How long an urgent request waits on a kept connection before it leaves on a new one as well.
    public var raceAfter: Duration = .seconds(3)
    /// How long not a byte may move; longer than a server may take to answer, with what a thin line
    /// still has to carry to it by then.
    public var stallTime: Duration = .seconds(120)
    /// One answer's body, bytes.
    public var answerBytesMax = 64 * 1_024 * 1_024
    /// Open connections, all peers together.
    public var connectionsMax = 512
    /// Open connections to one host and port; further requests wait.
    public var connectionsPerHostMax = 16
    /// How long an unused connection is kept; shorter than a server keeps it.
    public var idleTime: Duration = .seconds(60)
    /// How old a connection may get, so that a new certificate comes into use.
    public var ageMax: Duration = .seconds(3_600)
    /// `http://host:port` of an HTTP proxy; nil connects directly, whatever the environment says.
    public var proxy: String?

    public init() {}
}
