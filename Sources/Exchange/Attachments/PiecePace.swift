import Notices

/// How much of an attachment to ask for at once, by how long the last piece took.
///
/// What is more urgent shares the line with one piece at most, so a piece is worth seconds of any
/// line, and on a fast one large enough that the way there and back does not count.
public struct PiecePace: Sendable, Hashable {
    /// Eight seconds of a line of 64 kbit/s.
    public static let bytesMin = 64 << 10
    public static let slow = Duration.seconds(4)
    public static let quick = Duration.seconds(1)

    /// Bytes of ciphertext; `bytesMin...WireProtocol.pieceBytesMax`.
    public private(set) var byteCount = 128 << 10

    public init() {}

    public mutating func took(_ time: Duration) {
        if time < Self.quick {
            byteCount = min(byteCount * 2, WireProtocol.pieceBytesMax)
        } else if time > Self.slow {
            byteCount = max(byteCount / 2, Self.bytesMin)
        }
    }

    /// The line broke, perhaps because the piece was too much for it.
    public mutating func failed() {
        byteCount = max(byteCount / 2, Self.bytesMin)
    }
}
